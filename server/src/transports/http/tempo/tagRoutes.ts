import type { Hono } from 'hono';
import type { Result } from '#protocol/methods';
import { jsonAnswer } from '../answers';
import type { HttpDesk, HttpEnv } from '../httpDesk';
import { answering } from './ask';
import { tagValues } from './tagValues';

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
    '/api/v2/search/tag/:tag{.+}/values',
    answering(desk, async (context, ask) =>
      jsonAnswer(200, { tagValues: await tagValues(context, ask), metrics: {} }),
    ),
  );
  app.get(
    '/api/search/tag/:tag{.+}/values',
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
