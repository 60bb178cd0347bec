import { Badge, Group, Paper, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, type Schemas } from "../../api/client.ts";
import { ConfirmButton } from "../../ui/confirm-button.tsx";
import { formatDate } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { useMe } from "../../ui/me.ts";
import { RoleSelect } from "./role-select.tsx";
import { explainStaffRefusal } from "./staff-refusals.ts";
import { staffTexts } from "./staff-texts.ts";

export interface MemberCardProps {
  readonly member: Schemas["StaffMember"];
}

/** One person of the staff, and what can be changed of the own role and second factor. */
export function MemberCard({ member }: MemberCardProps) {
  const t = useTexts(staffTexts);
  const me = useMe();
  const isMe = me.data?.operator?.id === member.id;
  return (
    <Paper withBorder p="md" radius="lg">
      <Group justify="space-between" gap="md">
        <Stack gap={4} miw={0}>
          <Group gap="xs">
            <Text fw={600}>{member.name}</Text>
            {isMe && (
              <Text size="sm" c="dimmed">
                ({t("you")})
              </Text>
            )}
            <Badge variant="light" tt="none">
              {t(`role_${member.role}`)}
            </Badge>
          </Group>
          <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
            {member.email} · {t("since", { date: formatDate(member.appointedAt) })}
          </Text>
          <Text size="sm" c={member.hasSecondFactor ? "dimmed" : "var(--accent)"}>
            {t(member.hasSecondFactor ? "factorSet" : "factorMissing")}
          </Text>
        </Stack>
        <MemberActions member={member} />
      </Group>
    </Paper>
  );
}

function MemberActions({ member }: MemberCardProps) {
  const t = useTexts(staffTexts);
  const { id, email, name } = member;
  const [role, setRole] = useState(member.role);
  const queryClient = useQueryClient();
  const appoint = api.useMutation("post", "/api/v1/operators");
  const reset = api.useMutation("delete", "/api/v1/operators/{id}/second-factor");
  const remove = api.useMutation("delete", "/api/v1/operators/{id}");
  const tell = async (message: string) => {
    notifications.show({ message });
    await queryClient.invalidateQueries();
  };
  const path = { params: { path: { id } } };
  return (
    <Group gap="xs">
      <ConfirmButton
        variant="default"
        size="xs"
        label={t("changeRole")}
        aria-label={t("changeRoleOf", { name })}
        question={t("changeRoleOf", { name })}
        consequence={t("changeText")}
        explain={explainStaffRefusal}
        onConfirm={async () => {
          await appoint.mutateAsync({ body: { email, role } });
          await tell(t("appointed", { name, role: t(`role_${role}`) }));
        }}
      >
        <RoleSelect value={role} onChange={setRole} />
      </ConfirmButton>
      {member.hasSecondFactor && (
        <ConfirmButton
          variant="default"
          size="xs"
          label={t("resetFactor")}
          aria-label={t("resetOf", { name })}
          question={t("resetQuestion", { name })}
          consequence={t("resetConsequence", { name })}
          explain={explainStaffRefusal}
          onConfirm={async () => {
            await reset.mutateAsync(path);
            await tell(t("reset", { name }));
          }}
        />
      )}
      <ConfirmButton
        variant="default"
        size="xs"
        color="red"
        label={t("remove")}
        aria-label={t("removeOf", { name })}
        question={t("removeQuestion", { name })}
        consequence={t("removeConsequence")}
        explain={explainStaffRefusal}
        onConfirm={async () => {
          await remove.mutateAsync(path);
          await tell(t("removed", { name }));
        }}
      />
    </Group>
  );
}
