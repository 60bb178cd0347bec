import { Stack, Title } from "@mantine/core";
import { api } from "../../api/client.ts";
import { useTexts } from "../../ui/language.ts";
import { useMay } from "../../ui/me.ts";
import { NotAllowed } from "../../ui/not-allowed.tsx";
import { Page } from "../../ui/page.tsx";
import { QueryView } from "../../ui/query-view.tsx";
import { AppointButton } from "./appoint-button.tsx";
import { MemberCard } from "./member-card.tsx";
import { RoleTable } from "./role-table.tsx";
import { staffTexts } from "./staff-texts.ts";

/** Everybody with a role, and what each role may do. */
export function StaffPage() {
  const t = useTexts(staffTexts);
  const mayManage = useMay("staff:manage");
  const roles = api.useQuery("get", "/api/v1/roles");
  return (
    <Page
      title={t("staffTitle")}
      lead={t("staffLead")}
      actions={mayManage ? <AppointButton /> : undefined}
    >
      {mayManage ? <Members /> : <NotAllowed />}
      <Stack gap="sm">
        <Title order={2} size="h3">
          {t("rolesTitle")}
        </Title>
        <QueryView query={roles} skeletonLines={8}>
          {(data) => <RoleTable roles={data.roles} />}
        </QueryView>
      </Stack>
    </Page>
  );
}

function Members() {
  const operators = api.useQuery("get", "/api/v1/operators");
  return (
    <QueryView query={operators} skeletonLines={3}>
      {(data) => (
        <Stack gap="sm">
          {data.operators.map((member) => (
            <MemberCard key={member.id} member={member} />
          ))}
        </Stack>
      )}
    </QueryView>
  );
}
