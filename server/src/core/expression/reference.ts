/** Where a reference may start. `local` is a name that a loop gives to its item. */
export const referenceRoots = [
  'inputs',
  'steps',
  'joins',
  'payload',
  'run',
  'batch',
  'secrets',
  'env',
] as const;

/** One of {@link referenceRoots}, or the name of a loop's item. */
export type ReferenceRoot = (typeof referenceRoots)[number] | 'local';

/** A name of a value, such as `steps.build.output.files[0]`. For `local` the path starts with the name itself. */
export interface Reference {
  readonly root: ReferenceRoot;
  readonly path: readonly (string | number)[];
  /** As written, without `${` and `}`. */
  readonly text: string;
}

/** A reference found in a text, with the offset behind it; or what is wrong and at which offset. */
export type ScannedReference =
  | { readonly reference: Reference; readonly end: number }
  | { readonly at: number; readonly message: string };

const nameStart = /[A-Za-z_]/;
const nameForm = /[A-Za-z0-9_-]+/y;
const indexForm = /\[(0|[1-9]\d{0,8})\]/y;
const keyForm = /\[(?:"([^"\\]{1,200})"|'([^'\\]{1,200})')\]/y;

/** Reads the reference that starts at `start`: a name, then `.name`, `[0]` or `["key"]` as often as wanted. */
export function scanReference(text: string, start: number): ScannedReference {
  const first = take(nameForm, text, start);
  if (!first || !nameStart.test(first[0])) return { at: start, message: 'a name is expected here' };
  const path: (string | number)[] = [];
  let end = start + first[0].length;
  for (;;) {
    const segment = scanSegment(text, end);
    if (segment === null) break;
    if (!('key' in segment)) return segment;
    path.push(segment.key);
    end = segment.end;
  }
  const root = (referenceRoots as readonly string[]).includes(first[0])
    ? (first[0] as ReferenceRoot)
    : 'local';
  const message = shapeFault(root, path);
  if (message) return { at: start, message };
  const whole = root === 'local' ? [first[0], ...path] : path;
  return { reference: { root, path: whole, text: text.slice(start, end) }, end };
}

type Segment =
  | { readonly key: string | number; readonly end: number }
  | { readonly at: number; readonly message: string };

function scanSegment(text: string, at: number): Segment | null {
  if (text[at] === '.') {
    const name = take(nameForm, text, at + 1);
    return name
      ? { key: name[0], end: at + 1 + name[0].length }
      : { at: at + 1, message: 'a name must follow the dot' };
  }
  if (text[at] !== '[') return null;
  const index = take(indexForm, text, at);
  if (index) return { key: Number(index[1]), end: at + index[0].length };
  const key = take(keyForm, text, at);
  if (key) return { key: key[1] ?? key[2] ?? '', end: at + key[0].length };
  return { at, message: 'brackets hold an index such as [0] or a key such as ["name"]' };
}

/** What is wrong with the names under a root, or `null`. */
function shapeFault(root: ReferenceRoot, path: readonly (string | number)[]): string | null {
  const [first, second] = path;
  switch (root) {
    case 'inputs':
    case 'joins':
      return typeof first === 'string' ? null : `'${root}' needs a name, as in ${root}.x`;
    case 'steps':
      return stepFault(first, second, path.length);
    case 'run':
      return path.length === 1 && first === 'id' ? null : "'run' has only run.id";
    case 'batch':
      return path.length === 1 && first === 'index' ? null : "'batch' has only batch.index";
    case 'secrets':
    case 'env':
      return path.length === 1 && typeof first === 'string'
        ? null
        : `'${root}' takes exactly one name, as in ${root}.NAME`;
    case 'payload':
    case 'local':
      return null;
  }
}

function stepFault(
  id: string | number | undefined,
  part: string | number | undefined,
  length: number,
): string | null {
  if (typeof id !== 'string') return "'steps' needs a step, as in steps.build.output";
  if (part === 'output') return null;
  if (part === 'status') return length === 2 ? null : 'a status has no parts';
  return `a step has 'output' and 'status', as in steps.${id}.output`;
}

function take(form: RegExp, text: string, at: number): RegExpExecArray | null {
  form.lastIndex = at;
  return form.exec(text);
}
