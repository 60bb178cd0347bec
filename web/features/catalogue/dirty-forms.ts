import { useCallback, useState } from "react";

/** Told by each form of a page, by its name, whether something in it is not saved. */
export type TellDirty = (form: string, isDirty: boolean) => void;

/** Which forms of a page have something that is not saved. */
export function useDirtyForms(): { readonly isDirty: boolean; readonly tellDirty: TellDirty } {
  const [dirty, setDirty] = useState<ReadonlySet<string>>(new Set());
  const tellDirty = useCallback<TellDirty>((form, isDirty) => {
    setDirty((before) => {
      if (before.has(form) === isDirty) return before;
      const after = new Set(before);
      if (isDirty) after.add(form);
      else after.delete(form);
      return after;
    });
  }, []);
  return { isDirty: dirty.size > 0, tellDirty };
}
