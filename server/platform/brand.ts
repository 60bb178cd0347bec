import type { Config } from "./config.ts";
import { locales, type OfferedLanguages } from "./locales.ts";
import { type AccentColours, defaultAccents } from "./pages/accent-colours.ts";

/** A picture that stands for the brand. */
export interface BrandLogo {
  /** Where this server serves it; it changes with the picture. */
  readonly path: string;
  /** In the picture's own pixels. */
  readonly width: number;
  readonly height: number;
}

/** How the site looks and what it offers, on all its pages and in its mails. Never changed. */
export interface Brand extends OfferedLanguages {
  /** Grows with each change; 0 where nobody has set anything. */
  readonly version: number;
  readonly name: string;
  readonly logo: BrandLogo | undefined;
  /** Whether the name is written beside the logo; a logo that shows the name itself needs none. */
  readonly showsName: boolean;
  readonly accents: AccentColours;
}

/** Who knows the brand of this moment, from memory: pages ask with every request. */
export interface BrandSource {
  current(): Brand;
}

/** What holds before an operator has set anything. */
export function defaultBrand({ brandName }: Pick<Config, "brandName">): Brand {
  return {
    version: 0,
    name: brandName,
    logo: undefined,
    showsName: true,
    accents: defaultAccents,
    languages: locales,
    defaultLanguage: "en",
  };
}

/** The brand as this server knows it; the module that keeps it tells of each change. */
export class KnownBrand implements BrandSource {
  private brand: Brand;

  constructor(brand: Brand) {
    this.brand = brand;
  }

  current(): Brand {
    return this.brand;
  }

  /** News that come late do not undo newer ones. */
  learn(brand: Brand): void {
    if (brand.version > this.brand.version) this.brand = brand;
  }
}
