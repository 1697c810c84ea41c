// Bundles the till, and the script of the shopper's page: `node build.mjs OUT` writes OUT/till.js, OUT/till-style.css and OUT/pay.js.

import { build } from "esbuild";

const [out] = process.argv.slice(2);

await build({
  entryPoints: { till: "src/main.tsx", pay: "src/pay.ts", "till-style": "src/till.css" },
  entryNames: "[name]",
  outdir: out,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2020",
  jsx: "automatic",
  jsxImportSource: "preact",
  logLevel: "warning",
});
