import type { Json, JsonObject } from '#protocol/json';
import { isMap } from '../../../policy/settings/shapes';

/** Where nodes of a flow put their results, by path below `$ctx`. */
export interface Writer {
  readonly path: readonly string[];
  readonly node: string;
  /** Part of the node's output that is put there; empty for all of it. */
  readonly part: readonly string[];
}

/** A name of a flow as a reference of a plan; or why it has no counterpart. */
export type Translated = { readonly reference: string; readonly input?: string } | { readonly fault: string };

/** Lists what a node writes: its `outputs`, and settings such as `output_path` and `summary_path`. */
export function writersOf(node: string, body: JsonObject): readonly Writer[] {
  const context = isMap(body['context']) ? (body['context'] as JsonObject) : {};
  const setting = isMap(body['setting']) ? (body['setting'] as JsonObject) : {};
  const outputs = context['outputs'];
  const named = isMap(outputs)
    ? Object.entries(outputs as JsonObject).map(([key, value]) => [value, [key]] as const)
    : [[outputs ?? null, []] as const];
  const paths = [setting, context].flatMap((members) =>
    Object.entries(members)
      .filter(([key, value]) => isOutputPath(key, value))
      .map(([key, value]) => [value, key === 'output_path' ? [] : [key.slice(0, -'_path'.length)]] as const),
  );
  return [...named, ...paths].flatMap(([value, part]) => {
    const path = contextPath(value);
    return path === null ? [] : [{ path, node, part }];
  });
}

/** Whether a setting names a place for results, which a plan does not need: others refer to the step itself. */
export function isOutputPath(key: string, value: Json): boolean {
  return key.endsWith('_path') && contextPath(value) !== null;
}

/** Says `$ctx.a.b`, `$payload.x`, `$joins.n` or `$env.V` as a reference; `name` stands without its `$`. */
export function translateName(name: string, writers: readonly Writer[]): Translated {
  const segments = name.match(/[A-Za-z_][\w-]*|\[\d+\]/g) ?? [];
  const [root = '', ...rest] = segments;
  if (root === 'payload' || root === 'joins') return { reference: joined([root, ...rest]) };
  if (root === 'env') return { reference: joined(['env', ...rest]) };
  const [first, second, ...others] = rest;
  if (first === undefined) return { fault: 'the whole context has no counterpart; name the value' };
  switch (first) {
    case 'joins':
      return { reference: joined(['joins', ...rest.slice(1)]) };
    case 'payloads':
    case 'routing':
      return second === undefined
        ? { fault: `'${first}' needs a node` }
        : { reference: joined(['steps', second, 'output', ...others]) };
    case 'steps':
      return stepName(second, others);
    case 'errors':
      return { fault: 'errors have no counterpart; use the status of a step, as in $ctx.steps.build.status' };
    default:
      return written(rest, writers);
  }
}

function stepName(node: string | undefined, rest: readonly string[]): Translated {
  if (node === undefined) return { fault: "'steps' needs a node" };
  const [part = 'output', ...others] = rest;
  if (part === 'output' || part === 'status') return { reference: joined(['steps', node, part, ...others]) };
  return { reference: joined(['steps', node, 'output', ...rest]) };
}

function written(path: readonly string[], writers: readonly Writer[]): Translated {
  const covering = writers.filter((writer) => writer.path.every((key, index) => path[index] === key));
  const longest = Math.max(0, ...covering.map((writer) => writer.path.length));
  const nearest = covering.filter((writer) => writer.path.length === longest);
  const [writer, another] = nearest;
  if (writer && another)
    return { fault: `several nodes write it: ${nearest.map(({ node }) => node).join(', ')}` };
  if (writer) {
    return { reference: joined(['steps', writer.node, 'output', ...writer.part, ...path.slice(longest)]) };
  }
  const below = writers.filter((other) => path.every((key, index) => other.path[index] === key));
  if (below.length > 0)
    return { fault: `nodes write parts of it: ${below.map(({ node }) => node).join(', ')}` };
  const [input = ''] = path;
  return { reference: joined(['inputs', ...path]), input };
}

function contextPath(value: Json): readonly string[] | null {
  if (typeof value !== 'string' || !/^\$ctx(\.[A-Za-z_]\w*)+$/.test(value.trim())) return null;
  return value.trim().split('.').slice(1);
}

function joined(segments: readonly string[]): string {
  return segments
    .map((segment, index) => (index === 0 || segment.startsWith('[') ? segment : `.${segment}`))
    .join('');
}
