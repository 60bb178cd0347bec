import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/**
 * How the web app is built: hashed files and a manifest, from which the server writes the page that
 * loads them. Nothing is inlined, so that the content security policy needs no exception.
 */
// Vite asks for a default export.
// oxlint-disable-next-line import/no-default-export
export default defineConfig({
  root: import.meta.dirname,
  // The server serves them here, with a year to live.
  base: "/app/",
  plugins: [react()],
  build: {
    outDir: "dist",
    // build.ts empties it where it should be: a server that runs needs the files that it has named.
    emptyOutDir: false,
    manifest: "manifest.json",
    assetsInlineLimit: 0,
    // A test holds the first load to its budget.
    chunkSizeWarningLimit: 1_000,
    target: "es2023",
    // These know `light-dark()`; written out for older ones it would not follow the page's scheme.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    modulePreload: { polyfill: false },
    rolldownOptions: { input: "main.tsx" },
  },
});
