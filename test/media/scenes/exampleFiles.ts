import { readdirSync, readFileSync } from 'node:fs';

const folder = 'docs/examples/cart';

/** The files of the example project, by their paths in it. */
export function exampleFiles(): Readonly<Record<string, string>> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.replaceAll('\\', '/'));
  return Object.fromEntries(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]));
}

/** The text of a plan among the examples. */
export function examplePlan(name: string): string {
  return readFileSync(`docs/examples/${name}`, 'utf8');
}
