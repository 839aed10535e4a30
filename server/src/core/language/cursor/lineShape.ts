/** One mark of structure in a line of YAML: the dash of an entry, or a key. */
export interface LineMark {
  readonly column: number;
  /** `null` for a dash. */
  readonly key: string | null;
}

/** A line of YAML by its marks, and where what follows them begins. */
export interface LineShape {
  readonly marks: readonly LineMark[];
  readonly rest: string;
  readonly restColumn: number;
}

const dashForm = /-(?= |$)/y;
const keyForm =
  /("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s\-#{}[\],&*!|>'"%@`][^#{}[\],]*?|-[^\s#{}[\],][^#{}[\],]*?) *:(?= |$)/y;

/** Reads the marks of a line; `null` for an empty line or a remark. */
export function lineShape(line: string): LineShape | null {
  const marks: LineMark[] = [];
  let at = skip(line, 0);
  if (at === line.length || line[at] === '#') return null;
  for (;;) {
    dashForm.lastIndex = at;
    if (!dashForm.test(line)) break;
    marks.push({ column: at, key: null });
    at = skip(line, at + 1);
  }
  keyForm.lastIndex = at;
  const found = keyForm.exec(line);
  if (found !== null) {
    marks.push({ column: at, key: bare(found[1] ?? '') });
    at = skip(line, at + found[0].length);
  }
  return { marks, rest: line.slice(at), restColumn: at };
}

function skip(line: string, from: number): number {
  let at = from;
  while (line[at] === ' ') at += 1;
  return at;
}

function bare(key: string): string {
  return /^["']/.test(key) ? key.slice(1, -1) : key.trim();
}
