import { Select } from "@mantine/core";
import type { Schemas } from "../../api/client.ts";
import { useTexts } from "../../ui/language.ts";
import { staffTexts } from "./staff-texts.ts";

type Role = Schemas["OperatorRole"];

/** As the API has them, from the most to the least trusted. */
const ROLES = ["owner", "operator", "engineer", "moderator", "support"] as const satisfies Role[];

export interface RoleSelectProps {
  readonly value: Role;
  readonly error?: string | undefined;
  readonly onChange: (role: Role) => void;
}

export function RoleSelect({ value, error, onChange }: RoleSelectProps) {
  const t = useTexts(staffTexts);
  return (
    <Select
      label={t("role")}
      data={ROLES.map((role) => ({ value: role, label: t(`role_${role}`) }))}
      value={value}
      error={error}
      allowDeselect={false}
      onChange={(chosen) => onChange(ROLES.find((role) => role === chosen) ?? value)}
    />
  );
}
