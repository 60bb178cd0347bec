/** What decides whether a product or a variant may be changed. */
export interface Changeable {
  readonly version: number;
  readonly archivedAt: Date | null;
}

/**
 * Whether a change that was made for one version may be applied to what is there now. Archived
 * things stand still until they are restored.
 */
export function canChange(
  current: Changeable,
  madeForVersion: number,
): "yes" | "archived" | "version_conflict" {
  if (current.archivedAt !== null) return "archived";
  return current.version === madeForVersion ? "yes" : "version_conflict";
}

/** When a variant left the catalogue: with its product or before it. Null while both are active. */
export function variantArchivedAt(variant: Date | null, product: Date | null): Date | null {
  if (variant === null) return product;
  if (product === null) return variant;
  return variant < product ? variant : product;
}
