import assert from 'node:assert/strict';
import type { Caller } from '#protocol/methods';
import { dispatch } from '../../server/src/transports/dispatch';
import { type McpDesk, McpRefusal } from '../../server/src/transports/mcp/mcpDesk';
import { offeredTools, toolAnswer } from '../../server/src/transports/mcp/toolAnswers';
import { mcpTools } from '../../server/src/transports/mcp/tools/toolTable';
import { composeMemory } from '../support/composeMemory';
import { lookingPlan } from './agentScene';

const rank = { viewer: 0, operator: 1, approver: 2 } as const;
const roles = ['viewer', 'operator', 'approver'] as const;

describe('roles of agents', () => {
  const server = composeMemory();
  /** Tools of several methods look at their arguments first; these are right ones. */
  const right: Record<string, object> = { propose_plan: { text: lookingPlan } };
  before(async () => {
    const { id: session_id } = await server.request('session/create', {});
    await server.request('plan/import', { session_id, text: lookingPlan });
    right['request_approval'] = { session_id };
  });

  const deskOf = (role: Caller['role']): McpDesk => ({
    ask: async (method, params, signal) => {
      const caller: Caller = { actor: 'agent:test', source: 'mcp', role, client_message_id: null };
      const desk = { handlers: server.handlers, log: server.log };
      const answer = await dispatch(desk, { method, params, caller, signal });
      if (!answer.ok) {
        throw new McpRefusal(answer.failure.body);
      }
      return answer.result as never;
    },
    role: async () => role,
    version: '0',
    log: server.log,
  });

  for (const [name, { role: least }] of Object.entries(mcpTools)) {
    for (const role of roles) {
      const isAllowed = rank[role] >= rank[least];
      it(`GATE-35: ${isAllowed ? 'offer and carry out' : 'neither offer nor carry out'} ${name} for the role ${role}`, async () => {
        assert.equal(
          offeredTools(role).some((tool) => tool.name === name),
          isAllowed,
        );
        const { signal } = new AbortController();
        const answer = await toolAnswer(deskOf(role), {
          name,
          given: right[name] ?? { no_such_key: 1 },
          signal,
        });
        const { error_code } = answer.structuredContent as { readonly error_code?: string };
        // Who is allowed gets as far as the arguments, which are wrong for most.
        assert.equal(error_code === 'FORBIDDEN', !isAllowed, error_code);
      });
    }
  }
});
