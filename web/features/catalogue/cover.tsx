import { Center, Image, Text } from "@mantine/core";
import type { Schemas } from "../../api/client.ts";
import { nameIn } from "../../ui/names.ts";

const HEIGHT = 200;

export interface CoverProps {
  readonly product: Pick<Schemas["Product"], "names" | "pictures">;
}

/** The product's first picture, or its initial; the words beside it name it. */
export function Cover({ product }: CoverProps) {
  const [first] = product.pictures;
  const [initial] = nameIn(product.names);
  if (first !== undefined) {
    return <Image src={first.path} alt="" h={HEIGHT} fit="cover" loading="lazy" />;
  }
  return (
    <Center h={HEIGHT} bg="var(--accent-wash)" aria-hidden>
      <Text fz={48} fw={700} c="var(--accent)">
        {initial}
      </Text>
    </Center>
  );
}
