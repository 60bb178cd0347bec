import "@mantine/core/styles.layer.css";
import "@mantine/notifications/styles.layer.css";
import "../server/platform/pages/tokens.css";
import "./ui/app.css";
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { isProblem } from "./api/client.ts";
import { createAppRouter } from "./routes/router.ts";
import { cssVariables, theme } from "./ui/theme.ts";

/** The page's nonce, by which its content security policy permits styles made at run time. */
const nonce = document.querySelector<HTMLMetaElement>("meta[name='style-nonce']")?.content ?? "";
// Read by the library that keeps the page from scrolling under a dialog.
Object.assign(globalThis, { __webpack_nonce__: nonce });

const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // A refusal stays one; what got no answer is asked for again.
      retry: (failures, error) => failures < 2 && !(isProblem(error) && error.status < 500),
    },
  },
});

const root = document.querySelector("#app");
if (root === null) throw new Error("the page has no #app");
createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <Notifications />
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={createAppRouter(queryClient)} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
