import { z } from 'zod';
import { type Method, methods } from '#protocol/methods';
import type { MethodShape } from '#protocol/methods/shapes';
import { type MethodRoute, methodRoutes } from '../routes/methodRoutes';
import { namedPrefix } from '../routes/namedMethods';

/** A JSON document, as far as this one is looked into. */
export type ApiDocument = {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, ApiOperation>>>>;
} & Readonly<Record<string, unknown>>;

/** One verb of one path. */
export interface ApiOperation {
  readonly operationId: string;
  readonly summary: string;
  readonly parameters?: readonly ApiParameter[];
  readonly requestBody?: object;
  readonly responses: object;
  readonly 'x-role'?: string;
  readonly 'x-method'?: string;
}

/** A word of a path or of a query. */
export interface ApiParameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required: boolean;
  readonly schema: object;
}

/** A route by its verb and its path in the framework's way of writing. */
export interface PlainRoute {
  readonly method: string;
  readonly path: string;
}

/**
 * The whole HTTP door in the terms of OpenAPI 3.1, made from the schemas of the method table. Routes that stand for no
 * method are named with what the door itself knows of them.
 */
export function openApi(version: string, others: readonly PlainRoute[]): ApiDocument {
  const paths: Record<string, Record<string, ApiOperation>> = {};
  const ids = new Set<string>();
  const put = (verb: string, path: string, operation: ApiOperation) => {
    const place = path.replaceAll(/:(\w+)(\{[^}]*\})?/g, '{$1}');
    const all = paths[place] ?? {};
    paths[place] = all;
    all[verb.toLowerCase()] ??= { ...operation, operationId: freeId(ids, operation.operationId) };
  };
  for (const route of methodRoutes()) {
    put(route.verb, route.path, routeOperation(route));
  }
  for (const method of Object.keys(methods) as Method[]) {
    put('POST', `${namedPrefix}/${method}`, namedOperation(method));
  }
  for (const { method: verb, path } of others) {
    if (/^(GET|POST|PUT|DELETE)$/.test(verb) && !path.includes('*')) {
      put(verb, path, otherOperation(verb, path));
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Holdpoint', version, description: 'Plans that change real code only past hold points.' },
    security: [{ bearer: [] }],
    paths,
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      schemas: { Error: errorSchema },
    },
  };
}

function freeId(ids: Set<string>, wanted: string): string {
  let id = wanted;
  for (let n = 2; ids.has(id); n += 1) {
    id = `${wanted}.${n}`;
  }
  ids.add(id);
  return id;
}

function routeOperation({ verb, path, method, extra }: MethodRoute): ApiOperation {
  const { params, result, role } = methods[method] as MethodShape;
  const own = inputOf(params);
  const inPath = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  const words = inPath.map((name) => parameter(name, 'path', own, true));
  const rest = without(own, inPath);
  const statuses = typeof extra.status === 'function' ? [200, 202] : [extra.status ?? 200];
  const form = extra.form === undefined ? undefined : inputOf(extra.form);
  const names = Object.keys({ ...rest.properties, ...form?.properties });
  const isBody = verb === 'POST';
  return {
    ...{
      operationId: method,
      summary: `${method}, from ${role} upwards`,
      'x-role': role,
      'x-method': method,
    },
    parameters: isBody
      ? words
      : [
          ...words,
          ...names.map((name) =>
            parameter(name, 'query', rest.properties[name] ? rest : (form ?? rest), false),
          ),
        ],
    ...(isBody ? { requestBody: bodyOf(form === undefined ? rest : { anyOf: [rest, form] }) } : {}),
    responses: responses(statuses, extra.shown === undefined ? outputOf(result) : {}),
  };
}

function namedOperation(method: Method): ApiOperation {
  const { params, result, role } = methods[method] as MethodShape;
  return {
    operationId: `methods.${method}`,
    summary: `${method} with its own parameters and answer, from ${role} upwards`,
    'x-role': role,
    'x-method': method,
    requestBody: bodyOf(inputOf(params)),
    responses: responses([200], outputOf(result)),
  };
}

function otherOperation(verb: string, path: string): ApiOperation {
  const words = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  return {
    operationId: `${verb.toLowerCase()} ${path}`,
    summary: path,
    parameters: words.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
    responses: responses([200], {}),
  };
}

interface ObjectSchema {
  readonly properties: Readonly<Record<string, object>>;
  readonly required?: readonly string[];
}

function inputOf(schema: z.ZodType): ObjectSchema {
  const { $schema: _, ...made } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    reused: 'inline',
  });
  return { ...made, properties: (made as Partial<ObjectSchema>).properties ?? {} };
}

function outputOf(schema: z.ZodType): object {
  const { $schema: _, ...made } = z.toJSONSchema(schema, {
    io: 'output',
    unrepresentable: 'any',
    reused: 'inline',
  });
  return made;
}

function without(schema: ObjectSchema, names: readonly string[]): ObjectSchema {
  const properties = Object.entries(schema.properties).filter(([name]) => !names.includes(name));
  const required = (schema.required ?? []).filter((name) => !names.includes(name));
  return { ...schema, properties: Object.fromEntries(properties), required };
}

function parameter(
  name: string,
  place: 'path' | 'query',
  schema: ObjectSchema,
  isNeeded: boolean,
): ApiParameter {
  const required = isNeeded || (schema.required ?? []).includes(name);
  return { name, in: place, required, schema: schema.properties[name] ?? { type: 'string' } };
}

const bodyOf = (schema: object) => ({ content: { 'application/json': { schema } } });

function responses(statuses: readonly number[], schema: object): object {
  const content = { 'application/json': { schema } };
  const good = statuses.map((status) => [String(status), { description: 'done', content }] as const);
  const error = { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } };
  return { ...Object.fromEntries(good), default: { description: 'refused or failed', content: error } };
}

const text = { type: 'string' };

const errorSchema = {
  type: 'object',
  required: ['error', 'error_code', 'message'],
  properties: {
    ...{ error: text, error_code: text, message: text, run_id: text, step_id: text, stage_node: text },
    attempts: { type: 'integer' },
    trace_id: text,
    details: { type: 'object' },
  },
};
