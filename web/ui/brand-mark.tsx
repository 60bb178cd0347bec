import { logoBox } from "../../server/platform/pages/logo-box.ts";
import { useBrand } from "./brand.ts";
import classes from "./brand-mark.module.css";

/** The brand at the top of each page: its logo, its name, or both. */
export function BrandMark() {
  const { logo, name, showsName } = useBrand();
  if (logo === null) return <>{name}</>;
  return (
    <span className={classes["mark"]}>
      <img src={logo.path} alt={showsName ? "" : name} {...logoBox(logo)} />
      {showsName && <span>{name}</span>}
    </span>
  );
}
