// Catches what a page throws, says it in words, and offers to try again.
import { Button, Center, Stack, Text, Title } from "@mantine/core";
import { Component, type ReactNode } from "react";
import { t } from "../i18n";
import { problemText } from "./problem";
import { queryClient } from "./queryClient";

interface State {
  error: unknown;
}

export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error };
  }

  retry = () => {
    void queryClient.resetQueries();
    this.setState({ error: null });
  };

  override render() {
    return this.state.error ? <Problem error={this.state.error} retry={this.retry} /> : this.props.children;
  }
}

export function Problem({ error, retry }: { error: unknown; retry?: () => void }) {
  return (
    <Center mih="min(60vh, 280px)" p="xl" role="alert">
      <Stack align="center" gap="xs" maw={440} ta="center">
        <Title order={2}>{t("This didn't work")}</Title>
        <Text c="dimmed">{problemText(error)}</Text>
        {retry && (
          <Button mt="sm" size="sm" variant="default" onClick={retry}>
            {t("Try again")}
          </Button>
        )}
      </Stack>
    </Center>
  );
}
