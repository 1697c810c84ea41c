// Bundles the till: `node build.mjs OUT` writes OUT/till.js and OUT/till.css.

import { build } from "esbuild";

const [out] = process.argv.slice(2);

await build({
  entryPoints: { till: "src/main.tsx", "till-style": "src/till.css" },
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
