import { Table } from "@mantine/core";
import { IconCheck, IconMinus } from "@tabler/icons-react";
import type { Schemas } from "../../api/client.ts";
import { useTexts } from "../../ui/language.ts";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { permissionKey, permissionTexts } from "./permission-texts.ts";
import { staffTexts } from "./staff-texts.ts";

/** Every permission in a line, every role in a column, as the API tells them. */
export function RoleTable({ roles }: { readonly roles: readonly Schemas["Role"][] }) {
  const t = useTexts(staffTexts);
  const say = useTexts(permissionTexts);
  const permissions = [...new Set(roles.flatMap((role) => role.permissions))];
  return (
    <ScrollRegion label={t("rolesTitle")}>
      <Table withTableBorder miw="34rem">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("permission")}</Table.Th>
            {roles.map(({ role }) => (
              <Table.Th key={role} ta="center">
                {t(`role_${role}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {permissions.map((permission) => (
            <Table.Tr key={permission}>
              <Table.Th scope="row" fw={400}>
                {say(permissionKey(permission))}
              </Table.Th>
              {roles.map((role) => (
                <Table.Td key={role.role} ta="center">
                  {role.permissions.includes(permission) ? (
                    <>
                      <IconCheck size={18} aria-hidden color="var(--accent)" />
                      <span className="only-read">{t("yes")}</span>
                    </>
                  ) : (
                    <>
                      <IconMinus size={18} aria-hidden color="var(--ink-soft)" />
                      <span className="only-read">{t("no")}</span>
                    </>
                  )}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollRegion>
  );
}
