import type { ListResourcesResult, Resource } from '@modelcontextprotocol/server';
import { AppError } from '#protocol/errors';
import type { CancelSignal } from '#protocol/methods';
import { visible } from '#protocol/shown/visible';
import type { McpDesk } from '../mcpDesk';

const pageSize = 50;

/** One page of what there is to read: runs with their reports, newest first, then the plans of sessions. */
export async function listResources(
  desk: McpDesk,
  cursor: string | undefined,
  signal: CancelSignal,
): Promise<ListResourcesResult> {
  const { kind, offset } = placeOf(cursor);
  const page = kind === 'runs' ? await runsFrom(desk, offset, signal) : await plansFrom(desk, offset, signal);
  const end = offset + pageSize;
  const next = end < page.total ? `${kind}:${end}` : kind === 'runs' ? 'plans:0' : undefined;
  return { resources: [...page.items], ...(next === undefined ? {} : { nextCursor: next }) };
}

interface Page {
  readonly total: number;
  readonly items: readonly Resource[];
}

function placeOf(cursor: string | undefined): { readonly kind: 'runs' | 'plans'; readonly offset: number } {
  const found = /^(runs|plans):(\d{1,9})$/.exec(cursor ?? 'runs:0');
  if (found === null) {
    throw new AppError('BAD_REQUEST', 'the cursor is none that this server gave');
  }
  return { kind: found[1] === 'plans' ? 'plans' : 'runs', offset: Number(found[2]) };
}

async function runsFrom({ ask }: McpDesk, offset: number, signal: CancelSignal): Promise<Page> {
  const { total, items } = await ask('run/list', { limit: pageSize, offset }, signal);
  return {
    total,
    items: items.flatMap(({ run_id, plan_title, status }) => {
      const uri = `holdpoint://runs/${run_id}`;
      const description = visible(`${plan_title}: ${status}`);
      return [
        { uri, name: run_id, description, mimeType: 'application/json' },
        { uri: `${uri}/report`, name: `${run_id} report`, description, mimeType: 'text/markdown' },
      ];
    }),
  };
}

async function plansFrom({ ask }: McpDesk, offset: number, signal: CancelSignal): Promise<Page> {
  const { total, items } = await ask('session/list', { limit: pageSize, offset }, signal);
  return {
    total,
    items: items.flatMap(({ id, goal, status, plan_version }) =>
      plan_version === null
        ? []
        : [
            {
              uri: `holdpoint://plans/${id}/${plan_version}`,
              name: `${id} v${plan_version}`,
              description: visible(`${goal ?? id}: ${status}`),
              mimeType: 'application/json',
            },
          ],
    ),
  };
}
