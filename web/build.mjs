// Builds the page into the Python package: one script, parts that load when asked for, one stylesheet, the map's borders.
import { build } from "esbuild";
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";

const target = new URL("../src/foedus/serve/static/", import.meta.url).pathname;
await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
await build({
  entryPoints: ["src/main.tsx"],
  bundle: true,
  splitting: true,
  format: "esm",
  minify: true,
  target: "es2022",
  outdir: target,
  chunkNames: "part-[name]-[hash]",
  jsx: "automatic",
  jsxImportSource: "preact",
  legalComments: "linked",
});
await copyFile("src/index.html", `${target}index.html`);
await copyFile("src/style.css", `${target}style.css`);
const world = JSON.parse(await readFile("node_modules/world-atlas/countries-110m.json", "utf8"));
await writeFile(`${target}world.json`, JSON.stringify(world));
let total = 0;
for (const file of await readdir(target)) {
  if (!file.endsWith(".js")) continue;
  const size = gzipSync(await readFile(target + file)).length;
  if (file === "main.js") total = size;
  console.log(`${file}: ${(size / 1000).toFixed(1)} kB compressed`);
}
if (total > 300_000) throw new Error(`the script has ${total} bytes compressed; 300,000 are allowed`);
