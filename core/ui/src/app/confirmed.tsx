// Asks whether something is meant, before it is done.
import { Button, Group, Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import { t } from "../i18n";

function Question({ question, answer }: { question: string; answer: (yes: boolean) => void }) {
  return (
    <>
      <Text mb="md">{question}</Text>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={() => answer(false)}>{t("Cancel")}</Button>
        <Button data-autofocus onClick={() => answer(true)}>{t("Continue")}</Button>
      </Group>
    </>
  );
}

export function confirmed(question: string): Promise<boolean> {
  return new Promise((resolve) => {
    const state = { yes: false };
    const id = modals.open({
      size: "sm",
      withCloseButton: false,
      onClose: () => resolve(state.yes),
      children: <Question question={question} answer={(yes) => { state.yes = yes; modals.close(id); }} />,
    });
  });
}
