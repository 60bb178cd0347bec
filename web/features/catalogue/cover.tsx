import { AspectRatio, Center, Image, Text } from "@mantine/core";
import type { Schemas } from "../../api/client.ts";
import { nameIn } from "./wording.ts";

export interface CoverProps {
  readonly product: Pick<Schemas["Product"], "names" | "pictures">;
}

/** The product's first picture, or its initial; the words beside it name it. */
export function Cover({ product }: CoverProps) {
  const [first] = product.pictures;
  const [initial] = nameIn(product.names);
  return (
    <AspectRatio ratio={4 / 3}>
      {first === undefined ? (
        <Center bg="var(--accent-wash)" aria-hidden>
          <Text fz={48} fw={700} c="var(--accent)">
            {initial}
          </Text>
        </Center>
      ) : (
        <Image
          src={first.path}
          alt=""
          width={first.width}
          height={first.height}
          fit="cover"
          loading="lazy"
        />
      )}
    </AspectRatio>
  );
}
