import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { IconPlus } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, type Schemas } from "../../api/client.ts";
import { useTexts } from "../../ui/language.ts";
import { ProblemAlert } from "../../ui/problem-alert.tsx";
import { uiTexts } from "../../ui/ui-texts.ts";
import { RoleSelect } from "./role-select.tsx";
import { explainStaffRefusal, fieldErrorOf } from "./staff-refusals.ts";
import { staffTexts } from "./staff-texts.ts";

/** Gives an account a role, by its address. */
export function AppointButton() {
  const t = useTexts(staffTexts);
  const ui = useTexts(uiTexts);
  const [isOpen, dialog] = useDisclosure();
  return (
    <>
      <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={dialog.open}>
        {t("appoint")}
      </Button>
      <Modal
        opened={isOpen}
        onClose={dialog.close}
        title={t("appoint")}
        closeButtonProps={{ "aria-label": ui("close") }}
      >
        <AppointForm onDone={dialog.close} />
      </Modal>
    </>
  );
}

function AppointForm({ onDone }: { readonly onDone: () => void }) {
  const t = useTexts(staffTexts);
  const ui = useTexts(uiTexts);
  const queryClient = useQueryClient();
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Schemas["OperatorRole"]>("support");
  const appoint = api.useMutation("post", "/api/v1/operators", {
    onSuccess: async (member) => {
      await queryClient.invalidateQueries({ queryKey: ["get", "/api/v1/operators"] });
      const words = { name: member.name, role: t(`role_${member.role}`) };
      notifications.show({ message: t("appointed", words) });
      onDone();
    },
  });
  const fieldError = fieldErrorOf(appoint.error, "email");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    appoint.mutate({ body: { email: email.trim(), role } });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Text size="sm">{t("appointText")}</Text>
        <TextInput
          label={t("email")}
          type="email"
          autoComplete="off"
          data-autofocus
          required
          value={email}
          error={fieldError}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <RoleSelect value={role} onChange={setRole} />
        <ProblemAlert
          error={fieldError === undefined ? appoint.error : undefined}
          explain={explainStaffRefusal}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            {ui("cancel")}
          </Button>
          <Button type="submit" loading={appoint.isPending} disabled={email.trim() === ""}>
            {t("save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
