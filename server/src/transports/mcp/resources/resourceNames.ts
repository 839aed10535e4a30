import { z } from 'zod';
import { id } from '#protocol/methods/shapes';

/** What an agent can read by its name, and how that is written. */
export const resourceTemplates = [
  {
    name: 'plan',
    title: 'A plan',
    uriTemplate: 'holdpoint://plans/{session_id}/{version}',
    description: 'One version of the plan of a session, what it would touch, the policy that holds for it.',
    mimeType: 'application/json',
  },
  {
    name: 'run',
    title: 'A run',
    uriTemplate: 'holdpoint://runs/{run_id}',
    description: 'A run with each of its steps; `latest` is the newest one.',
    mimeType: 'application/json',
  },
  {
    name: 'report',
    title: 'The report of a run',
    uriTemplate: 'holdpoint://runs/{run_id}/report',
    description: 'What a run did, changed and cost, and why it failed.',
    mimeType: 'text/markdown',
  },
];

/** What a name stands for. */
export type ResourceName =
  | { readonly kind: 'plan'; readonly session_id: string; readonly version: number }
  | { readonly kind: 'run' | 'report'; readonly run_id: string };

/** Reads a name; null when it is none of ours. */
export function resourceName(uri: string): ResourceName | null {
  const [scheme, rest = ''] = uri.split('://', 2);
  const [noun, first = '', second, ...more] = rest.split('/');
  if (scheme !== 'holdpoint' || more.length > 0 || !id.safeParse(first).success) {
    return null;
  }
  if (noun === 'plans') {
    const version = z
      .string()
      .regex(/^[1-9]\d{0,8}$/)
      .safeParse(second);
    return version.success ? { kind: 'plan', session_id: first, version: Number(version.data) } : null;
  }
  if (noun !== 'runs' || (second !== undefined && second !== 'report')) {
    return null;
  }
  return { kind: second === 'report' ? 'report' : 'run', run_id: first };
}
