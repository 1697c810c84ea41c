// A module of the till, bundled as the build does it.

import { createRequire } from "node:module";

export const web = new URL("../../gateway/web/", import.meta.url);
const { buildSync } = createRequire(web)("esbuild");

/** @param file in gateway/web/src */
export async function bundled(file) {
  const { outputFiles } = buildSync({
    entryPoints: [new URL(`src/${file}`, web).pathname], bundle: true, write: false, format: "esm",
  });
  return import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
}
