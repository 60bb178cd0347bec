import { Badge, Button, Group, Modal, Paper, Stack, Table, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { type Schemas, send } from "../../api/client.ts";
import { ConfirmButton } from "../../ui/confirm-button.tsx";
import { formatDateTime } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { useMay } from "../../ui/me.ts";
import { MoreButton } from "../../ui/more-button.tsx";
import { QueryView } from "../../ui/query-view.tsx";
import { uiTexts } from "../../ui/ui-texts.ts";
import { explainSaleFailure } from "./failure-texts.ts";
import { friendCodeTexts } from "./friend-code-texts.ts";
import { IssueCodes } from "./issue-codes.tsx";
import { type NewCode, NewCodes } from "./new-codes.tsx";
import { mayIssueCodes } from "./sale-steps.ts";
import { answerOf, useFreshness, useFriendCodes, useProducts } from "./sales-queries.ts";
import { variantChoices } from "./variant-choices.ts";

interface CodesProps {
  readonly sale: Schemas["Sale"];
}

/** The friend codes of a sale: what became of each, and new ones. */
export function FriendCodes({ sale }: CodesProps) {
  const t = useTexts(friendCodeTexts);
  const words = useTexts(uiTexts);
  const mayIssue = useMay("sales:issue-codes");
  const [isOpen, dialog] = useDisclosure();
  const [made, setMade] = useState<readonly NewCode[]>([]);
  const close = () => {
    dialog.close();
    setMade([]);
  };
  const isPublished = sale.state !== "draft";
  const reason = mayIssueCodes(sale) ? undefined : t(isPublished ? "over" : "notYet");
  return (
    <Paper withBorder p="lg" component="section" aria-labelledby="codes">
      <Group justify="space-between" align="flex-start" mb="md">
        <div>
          <Title order={2} size="h4" id="codes">
            {t("title")}
          </Title>
          <Text size="sm" c="dimmed">
            {t("lead")}
          </Text>
        </div>
        {mayIssue && reason === undefined ? (
          <Button variant="default" onClick={dialog.open}>
            {t("issue")}
          </Button>
        ) : (
          <Text size="sm" c="dimmed">
            {reason ?? t("mayNot")}
          </Text>
        )}
      </Group>
      {mayIssue && isPublished && <CodeList sale={sale} />}
      <Modal
        opened={isOpen}
        onClose={close}
        size="lg"
        title={made.length === 0 ? t("issue") : t("newTitle", { count: made.length })}
        closeButtonProps={{ "aria-label": words("close") }}
        // New codes are not lost by a click beside them.
        closeOnClickOutside={made.length === 0}
        closeOnEscape={made.length === 0}
      >
        {made.length === 0 ? (
          <IssueCodes sale={sale} onMade={setMade} onClose={close} />
        ) : (
          <NewCodes codes={made} onClose={close} />
        )}
      </Modal>
    </Paper>
  );
}

function CodeList({ sale }: CodesProps) {
  const t = useTexts(friendCodeTexts);
  const codes = useFriendCodes(sale.id);
  const choices = variantChoices(useProducts().data ?? []);
  return (
    <QueryView query={codes} skeletonLines={2}>
      {(items) =>
        items.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t("emptyTitle")}. {t("emptyText")}
          </Text>
        ) : (
          <Stack>
            <Table.ScrollContainer minWidth={640}>
              <Table>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t("number")}</Table.Th>
                    <Table.Th>{t("state")}</Table.Th>
                    <Table.Th>{t("worth")}</Table.Th>
                    <Table.Th>{t("issued")}</Table.Th>
                    <Table.Th>{t("ends")}</Table.Th>
                    <Table.Th>
                      <span className="only-read">{t("action")}</span>
                    </Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {items.map((code) => {
                    const name = choices.find(({ id }) => id === code.variantId)?.label ?? "…";
                    return <CodeRow key={code.number} sale={sale} code={code} variant={name} />;
                  })}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
            <MoreButton query={codes} />
          </Stack>
        )
      }
    </QueryView>
  );
}

interface RowProps extends CodesProps {
  readonly code: Schemas["FriendCodePage"]["items"][number];
  /** What the code is for, in words. */
  readonly variant: string;
}

function CodeRow({ sale, code, variant }: RowProps) {
  const t = useTexts(friendCodeTexts);
  const refresh = useFreshness();
  const { number, state, units, expiresAt, issuedAt, note, grantedBy, grantedTo } = code;
  const isUsable = state === "issued" || state === "planned";
  return (
    <Table.Tr>
      <Table.Td>{number}</Table.Td>
      <Table.Td>
        <Badge variant={isUsable ? "light" : "default"} radius="sm" tt="none" miw="max-content">
          {t(`state_${state}`)}
        </Badge>
      </Table.Td>
      <Table.Td>
        {t("worthText", { units, name: variant })}
        {note !== "" && (
          <Text size="xs" c="dimmed">
            {note}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        {formatDateTime(issuedAt)}
        <Text size="xs" c="dimmed">
          {t("by", { name: grantedBy })}
          {grantedTo !== null && ` · ${t("given")}`}
        </Text>
      </Table.Td>
      <Table.Td>{expiresAt === null ? t("end_none") : formatDateTime(expiresAt)}</Table.Td>
      <Table.Td ta="right">
        {isUsable && mayIssueCodes(sale) && (
          <ConfirmButton
            size="xs"
            variant="light"
            color="red"
            label={t("revoke")}
            question={t("revokeQuestion", { number })}
            consequence={t("revokeText")}
            explain={explainSaleFailure}
            onConfirm={async () => {
              const path = { saleId: sale.id, number };
              answerOf(
                await send.DELETE("/api/v1/sales/{saleId}/friend-codes/{number}", {
                  params: { path },
                }),
              );
              notifications.show({ message: t("revoked") });
              void refresh();
            }}
          />
        )}
      </Table.Td>
    </Table.Tr>
  );
}
