import type { Context, Hono } from 'hono';
import type { Result } from '#protocol/methods';
import { jsonAnswer } from '../answers';
import type { HttpDesk, HttpEnv } from '../httpDesk';
import { type Ask, answering } from './ask';

/** Which attributes there are and what they hold, in the shapes of Tempo. */
export function addTagRoutes(app: Hono<HttpEnv>, desk: HttpDesk): void {
  app.get(
    '/api/v2/search/tags',
    answering(desk, async (context, ask) => {
      const scope = context.req.query('scope') ?? '';
      const scopes = tagScopes(await ask('trace/facts', {}));
      const isWanted = (name: string) => scope === '' || scope === 'none' || scope === name;
      return jsonAnswer(200, { scopes: scopes.filter(({ name }) => isWanted(name)), metrics: {} });
    }),
  );
  app.get(
    '/api/search/tags',
    answering(desk, async (_, ask) => {
      const names = tagScopes(await ask('trace/facts', {})).flatMap(({ tags }) => tags);
      return jsonAnswer(200, { tagNames: [...new Set(names)].sort(), metrics: {} });
    }),
  );
  app.get(
    '/api/v2/search/tag/:tag/values',
    answering(desk, async (context, ask) =>
      jsonAnswer(200, { tagValues: await tagValues(context, ask), metrics: {} }),
    ),
  );
  app.get(
    '/api/search/tag/:tag/values',
    answering(desk, async (context, ask) => {
      const values = (await tagValues(context, ask)).map(({ value }) => value);
      return jsonAnswer(200, { tagValues: values, metrics: {} });
    }),
  );
}

type Facts = Result<'trace/facts'>;

interface TagScope {
  readonly name: string;
  readonly tags: readonly string[];
}

const intrinsicTags = [
  'duration',
  'event:name',
  'kind',
  'name',
  'rootName',
  'rootServiceName',
  'status',
  'statusMessage',
  'traceDuration',
];

function tagScopes({ attributes }: Facts): readonly TagScope[] {
  const scopes = (['resource', 'span', 'event'] as const).map((name) => ({
    name,
    tags: attributes
      .filter(({ scope }) => scope === name)
      .map((fact) => fact.name)
      .sort(),
  }));
  return [...scopes, { name: 'intrinsic', tags: intrinsicTags }];
}

/** A value with its type, as Tempo tells it. */
interface TagValue {
  readonly type: string;
  readonly value: string;
}

const words: Readonly<Record<string, readonly string[]>> = {
  status: ['error', 'ok', 'unset'],
  kind: ['client', 'consumer', 'internal', 'producer', 'server', 'unspecified'],
};

const intrinsicFacts: Readonly<Record<string, string>> = {
  name: 'span:name',
  rootName: 'span:name',
  rootServiceName: 'trace:rootService',
  'service.name': 'trace:rootService',
};

async function tagValues(context: Context<HttpEnv>, ask: Ask): Promise<readonly TagValue[]> {
  const tag = context.req.param('tag') ?? '';
  const [, scope = '', name = tag] = /^(span|resource|event|)\.(.+)$/s.exec(tag) ?? [];
  const bare = name.replace(/^(span|trace):/, '');
  const fixed = words[bare];
  if (fixed !== undefined && scope === '') {
    return fixed.map((value) => ({ type: 'keyword', value }));
  }
  const facts = await ask('trace/facts', {});
  const found = facts.attributes.filter(
    (fact) => fact.name === name && (scope === '' || fact.scope === scope),
  );
  const written = found.flatMap(({ values }) => values);
  const intrinsic = scope === '' ? (facts.intrinsics[intrinsicFacts[bare] ?? ''] ?? []) : [];
  return [...new Set([...written, ...intrinsic])].map(readValue);
}

/** A value as queries write it, read back. */
function readValue(written: string): TagValue {
  if (written.startsWith('"') || written.startsWith('`')) {
    return { type: 'string', value: unquoted(written) };
  }
  if (written === 'true' || written === 'false') {
    return { type: 'bool', value: written };
  }
  return { type: /^-?\d+$/.test(written) ? 'int' : 'float', value: written };
}

function unquoted(written: string): string {
  try {
    return String(JSON.parse(written));
  } catch {
    return written.slice(1, -1);
  }
}
