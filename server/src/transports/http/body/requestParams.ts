import type { z } from 'zod';
import { AppError } from '#protocol/errors';
import { parsedJson } from './jsonText';
import { readBody } from './readBody';

/** The parts of a request that become the parameters of a method. */
export interface ParamSource {
  readonly request: Request;
  readonly path: Readonly<Record<string, string>>;
  readonly bodyBytes: number;
}

/** Puts path, query and body together; words of path and query become what the schema of the method asks for. */
export async function requestParams(
  schemas: readonly z.ZodType[],
  source: ParamSource,
): Promise<Record<string, unknown>> {
  const shape: Shape = Object.assign({}, ...schemas.map(shapeOf));
  const params: Record<string, unknown> = await bodyObject(source);
  const words = [...new URL(source.request.url).searchParams, ...Object.entries(source.path)];
  const lists = new Map<string, unknown[]>();
  for (const [key, word] of words) {
    const { kind, element } = typeOf(shape[key]);
    if (kind === 'array') {
      lists.set(key, [...(lists.get(key) ?? []), wordValue(word, element)]);
    } else if (Object.hasOwn(params, key)) {
      throw new AppError('BAD_REQUEST', `${key} is given twice`);
    } else {
      put(params, key, wordValue(word, kind));
    }
  }
  for (const [key, values] of lists) {
    put(params, key, values);
  }
  return params;
}

/** Own properties only, whatever they are called. */
function put(params: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(params, key, { value, enumerable: true, configurable: true, writable: true });
}

/** Deeper than any plan or policy nests. */
const deepest = 200;

/** The body of a request as the JSON object that it must be; empty where there is none. */
export async function bodyObject({
  request,
  bodyBytes,
}: Pick<ParamSource, 'request' | 'bodyBytes'>): Promise<Record<string, unknown>> {
  const bytes = request.body === null ? new Uint8Array() : await readBody(request, bodyBytes);
  if (bytes.length === 0) {
    return {};
  }
  const type = (request.headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'application/json') {
    throw new AppError('BAD_REQUEST', 'a body is JSON: send Content-Type: application/json');
  }
  const value = parsedJson(bytes, deepest);
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new AppError('BAD_REQUEST', 'the body is not a JSON object');
  }
  return value as Record<string, unknown>;
}

type Shape = Readonly<Record<string, unknown>>;

/** As much of a schema's definition as says which type a word stands for. */
interface Definition {
  readonly type?: string;
  readonly innerType?: unknown;
  readonly element?: unknown;
}

function shapeOf(schema: z.ZodType): Shape {
  return (schema as { readonly shape?: Shape }).shape ?? {};
}

function typeOf(schema: unknown): { readonly kind: string; readonly element: string } {
  const { type = 'string', innerType, element } = (schema as { readonly def?: Definition })?.def ?? {};
  if (innerType !== undefined) {
    return typeOf(innerType);
  }
  return { kind: type, element: element === undefined ? 'string' : typeOf(element).kind };
}

/** A word that does not read as its type stays a word: the schema says what is wrong with it. */
function wordValue(word: string, kind: string): unknown {
  if (kind === 'number' && /^-?\d{1,15}(\.\d{1,15})?$/.test(word)) {
    return Number(word);
  }
  if (kind === 'boolean') {
    return booleans.get(word) ?? word;
  }
  return word;
}

const booleans = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);
