// Everything around the pages: theme, cache, language, notices, dialogs.
import { MantineProvider, localStorageColorSchemeManager } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { Suspense } from "react";
import { Dialogs } from "./Dialogs";
import { ErrorBoundary } from "./ErrorBoundary";
import { SessionGate } from "./SessionGate";
import { NoticeStack } from "./NoticeStack";
import { Pages } from "./Pages";
import { PageSkeleton } from "./PageSkeleton";
import { queryClient } from "./queryClient";
import { cssVariables, styleNonce, theme } from "./theme";

const schemes = localStorageColorSchemeManager({ key: "dougong:scheme" });

export function App() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} colorSchemeManager={schemes} defaultColorScheme="auto" getStyleNonce={styleNonce}>
      <QueryClientProvider client={queryClient}>
        <ErrorBoundary>
          <Suspense fallback={<PageSkeleton />}>
            <SessionGate>
              <Dialogs>
                <NoticeStack />
                <Pages />
              </Dialogs>
            </SessionGate>
          </Suspense>
        </ErrorBoundary>
      </QueryClientProvider>
    </MantineProvider>
  );
}
