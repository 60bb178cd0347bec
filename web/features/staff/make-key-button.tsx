import { Alert, Button, Code, CopyButton, Group, Modal, Select, Stack, Text } from "@mantine/core";
import { Textarea, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconCheck, IconCopy, IconKey } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, type Schemas } from "../../api/client.ts";
import { useTexts } from "../../ui/language.ts";
import { ProblemAlert } from "../../ui/problem-alert.tsx";
import { uiTexts } from "../../ui/ui-texts.ts";
import { RoleSelect } from "./role-select.tsx";
import { explainStaffRefusal, fieldErrorOf } from "./staff-refusals.ts";
import { staffTexts } from "./staff-texts.ts";

const FOREVER = "forever";
const DAYS = [30, 90, 365] as const;

interface MadeKey {
  readonly token: string;
  readonly role: Schemas["OperatorRole"];
}

/** Makes a key, and shows its token for the only time. */
export function MakeKeyButton() {
  const t = useTexts(staffTexts);
  const ui = useTexts(uiTexts);
  const [isOpen, dialog] = useDisclosure();
  const [made, setMade] = useState<MadeKey>();
  const close = () => {
    dialog.close();
    setMade(undefined);
  };
  return (
    <>
      <Button leftSection={<IconKey size={18} aria-hidden />} onClick={dialog.open}>
        {t("makeKey")}
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={t(made === undefined ? "makeKey" : "tokenTitle")}
        // The token is gone with the dialog: a slip of the finger must not close it.
        closeOnClickOutside={made === undefined}
        closeOnEscape={made === undefined}
        withCloseButton={made === undefined}
        closeButtonProps={{ "aria-label": ui("close") }}
      >
        {made === undefined ? (
          <KeyForm onMade={setMade} onCancel={close} />
        ) : (
          <NewToken made={made} onDone={close} />
        )}
      </Modal>
    </>
  );
}

interface KeyFormProps {
  readonly onMade: (made: MadeKey) => void;
  readonly onCancel: () => void;
}

function KeyForm({ onMade, onCancel }: KeyFormProps) {
  const t = useTexts(staffTexts);
  const ui = useTexts(uiTexts);
  const queryClient = useQueryClient();
  const [name, setName] = useState("");
  const [role, setRole] = useState<Schemas["OperatorRole"]>("support");
  const [expiry, setExpiry] = useState(String(DAYS[1]));
  const make = api.useMutation("post", "/api/v1/api-keys", {
    onSuccess: ({ key, token }) => {
      void queryClient.invalidateQueries({ queryKey: ["get", "/api/v1/api-keys"] });
      onMade({ token, role: key.role });
    },
  });
  const fieldError = fieldErrorOf(make.error, "name");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const end = expiry === FOREVER ? {} : { days: Number(expiry) };
    make.mutate({ body: { name: name.trim(), role, ...end } });
  };
  const choices = [
    ...DAYS.map((count) => ({ value: String(count), label: t("days", { count }) })),
    { value: FOREVER, label: t("forever") },
  ];
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <TextInput
          label={t("keyName")}
          description={t("keyNameHint")}
          data-autofocus
          required
          autoComplete="off"
          value={name}
          error={fieldError}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <RoleSelect value={role} onChange={setRole} />
        <Select
          label={t("expiry")}
          data={choices}
          value={expiry}
          allowDeselect={false}
          onChange={(value) => setExpiry(value ?? FOREVER)}
        />
        <ProblemAlert
          error={fieldError === undefined ? make.error : undefined}
          explain={explainStaffRefusal}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            {ui("cancel")}
          </Button>
          <Button type="submit" loading={make.isPending} disabled={name.trim() === ""}>
            {t("make")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function NewToken({ made, onDone }: { readonly made: MadeKey; readonly onDone: () => void }) {
  const t = useTexts(staffTexts);
  return (
    <Stack>
      <Alert role="alert" color="accent">
        {t("tokenWarning", { role: t(`role_${made.role}`) })}
      </Alert>
      <Textarea label={t("token")} value={made.token} readOnly autosize data-autofocus />
      <CopyButton value={made.token}>
        {({ copied, copy }) => (
          <Button
            variant="default"
            leftSection={
              copied ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />
            }
            onClick={copy}
          >
            {t(copied ? "copied" : "copy")}
          </Button>
        )}
      </CopyButton>
      <Text size="sm">
        {t("tokenUse")} <Code>Authorization: Bearer …</Code>
      </Text>
      <Button onClick={onDone}>{t("done")}</Button>
    </Stack>
  );
}
