import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { createMessageConnection } from 'vscode-jsonrpc/node';
import { serverFile } from '#protocol/connection';
import type { ApprovalView } from '#protocol/methods/approvals';
import { reachServer } from '../../client/src/connection/server/reachServer';
import { buttonIn, type DiscordScene, messageIn, people } from '../discord/discordScene';
import { called, refused } from '../mcp/agentScene';
import { EventReader } from '../support/eventReader';
import { holdpoint } from '../support/holdpointCli';
import { until } from '../support/until';

/** Who decided what waits, by which door and when, as a door came to know it. */
export interface Seen {
  readonly actor: string | null;
  readonly source: string | null;
  readonly decided_at: string | null;
}

/** How a try to decide ended: `granted`, or the code of the refusal with what it says. */
export interface Tried {
  readonly outcome: string;
  readonly text: string;
}

/** One way to look at the queue and to decide, as the people behind it have it. */
export interface WatchingDoor {
  readonly source: string;
  /** Whether the request has come up here. */
  hasRequest(approval: ApprovalView): boolean | Promise<boolean>;
  /** What this door shows of the decision; undefined while it shows none. */
  seen(approval: ApprovalView): Seen | undefined | Promise<Seen | undefined>;
  decide(approval: ApprovalView): Promise<Tried>;
  close(): void | Promise<void>;
}

/** Opens every door to the server of a scene. */
export async function watchingDoors(scene: DiscordScene): Promise<readonly WatchingDoor[]> {
  const url = await until('the HTTP door', () => {
    const text = readFileSync(join(scene.root, '.holdpoint', 'server.json'), 'utf8');
    return serverFile.parse(JSON.parse(text)).base_url ?? undefined;
  });
  return [
    await commandLine(scene),
    await overHttp(scene, url),
    inDiscord(scene),
    await overMcp(scene, url),
    await inEditor(scene),
  ];
}

/** Notices of the socket, as a command that follows a run has them; the decision is made by a command. */
async function commandLine({ root, server }: DiscordScene): Promise<WatchingDoor> {
  const peer = await server.peer();
  const told = new Map<string, string>();
  peer.connection.onNotification('approval/changed', ({ approval_id, status }) => {
    told.set(approval_id, status);
  });
  return {
    source: 'cli',
    hasRequest: ({ approval_id }) => told.has(approval_id),
    seen: async ({ approval_id }) =>
      told.get(approval_id) === 'granted' ? await peer.request('approval/show', { approval_id }) : undefined,
    decide: async ({ approval_id, digest }) => {
      const words = ['approvals', 'grant', approval_id, '--digest', digest, '--json'];
      const { stdout } = await holdpoint(root, ...words);
      return triedOf(JSON.parse(stdout), stdout);
    },
    close: () => peer.close(),
  };
}

/** Server-sent events of the record. */
async function overHttp({ server }: DiscordScene, url: string): Promise<WatchingDoor> {
  const headers = { authorization: `Bearer ${server.token}` };
  const reader = await EventReader.open(`${url}/api/v1/events/stream`, headers);
  const eventOf = (type: string, { approval_id }: ApprovalView) =>
    reader.sent.find(
      ({ data }) =>
        data.type === type && (data.payload as { approval_id?: string }).approval_id === approval_id,
    )?.data;
  return {
    source: 'http',
    hasRequest: (approval) => eventOf('approval.requested', approval) !== undefined,
    seen: (approval) => {
      const event = eventOf('approval.granted', approval);
      return event && { actor: event.actor, source: event.source, decided_at: event.ts };
    },
    decide: async ({ approval_id, digest }) => {
      const answer = await fetch(`${url}/api/v1/approvals/${approval_id}/grant`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify({ digest }),
      });
      const text = await answer.text();
      return triedOf(JSON.parse(text), text);
    },
    close: () => reader.leave(),
  };
}

/** The announcement in the channel, and its buttons. */
function inDiscord({ discord }: DiscordScene): WatchingDoor {
  const ids = new Map<string, string>();
  const noticeOf = ({ approval_id, session_id }: ApprovalView) => {
    const known = ids.get(approval_id);
    const found = discord.channels
      .all()
      .find(({ id, content }) => (known === undefined ? content.includes(session_id) : id === known));
    if (found !== undefined) {
      ids.set(approval_id, found.id);
    }
    return found;
  };
  const firstButtons = new Map<string, string>();
  return {
    source: 'discord',
    hasRequest: (approval) => {
      const notice = noticeOf(approval);
      if (notice === undefined || notice.buttons.length === 0) {
        return false;
      }
      firstButtons.set(approval.approval_id, buttonIn(notice, /^Approve/));
      return true;
    },
    seen: (approval) => {
      const said = /approved[*]{2} by `([^`]+)` [(]`([a-z]+)`[)] <t:\d+:T> [(]`([^`]+)`[)]/.exec(
        noticeOf(approval)?.content ?? '',
      );
      return said === null
        ? undefined
        : { actor: said[1] ?? null, source: said[2] ?? null, decided_at: said[3] ?? null };
    },
    decide: async ({ approval_id }) => {
      const button = firstButtons.get(approval_id) ?? assert.fail('there was no button');
      const asked = messageIn(await discord.press(people.approver, button));
      const confirm = asked.buttons.find(({ label }) => /approve exactly/i.test(label));
      const { content } =
        confirm === undefined ? asked : messageIn(await discord.press(people.approver, confirm.custom_id));
      return {
        outcome: /^[*]{2}([A-Z_]+)[*]{2}/.exec(content)?.[1] ?? 'granted',
        text: content,
      };
    },
    close: () => undefined,
  };
}

/** An agent that looks again and again, with a token that may approve. */
async function overMcp({ server }: DiscordScene, url: string): Promise<WatchingDoor> {
  const agent = new Client({ name: 'test agent', version: '1' });
  const headers = { authorization: `Bearer ${server.token}` };
  await agent.connect(new StreamableHTTPClientTransport(new URL('/mcp', url), { requestInit: { headers } }));
  return {
    source: 'mcp',
    hasRequest: async ({ approval_id }) => {
      const { items } = await called(agent, 'list_approvals', { state: 'requested', limit: 500 });
      return (items as ApprovalView[]).some((one) => one.approval_id === approval_id);
    },
    seen: async ({ approval_id }) => {
      const shown = (await called(agent, 'show_approval', { approval_id })) as ApprovalView;
      return shown.status === 'granted' ? shown : undefined;
    },
    decide: async ({ approval_id, digest }) => {
      const answer = await agent.callTool({ name: 'approve', arguments: { approval_id, digest } });
      if (answer.isError === true) {
        const refusal = await refused(agent, 'approve', { approval_id, digest });
        return { outcome: refusal.error_code, text: refusal.message };
      }
      return triedOf(answer.structuredContent, '');
    },
    close: () => agent.close(),
  };
}

/** The line of the extension, as its queue and its reviews hear of changes. */
async function inEditor({ root }: DiscordScene): Promise<WatchingDoor> {
  const options = { root, serverPath: resolve('dist/server/main.mjs'), version: '0', isTrusted: true };
  const { reader, writer } = await reachServer({ ...options, onStart: () => assert.fail('a second server') });
  const line = createMessageConnection(reader, writer);
  const told = new Map<string, string>();
  line.onNotification('approval/changed', ({ approval_id, status }) => {
    told.set(approval_id, status);
  });
  line.listen();
  return {
    source: 'vscode',
    hasRequest: ({ approval_id }) => told.has(approval_id),
    seen: async ({ approval_id }) =>
      told.get(approval_id) === 'granted'
        ? await line.sendRequest<ApprovalView>('approval/show', { approval_id })
        : undefined,
    decide: async ({ approval_id, digest }) => {
      try {
        return triedOf(await line.sendRequest('approval/grant', { approval_id, digest }), '');
      } catch (error) {
        const { data, message } = error as { data: unknown; message: string };
        return triedOf(data, message);
      }
    },
    close: () => line.dispose(),
  };
}

function triedOf(answer: unknown, text: string): Tried {
  const { error_code, status, message } = answer as {
    error_code?: string;
    status?: string;
    message?: string;
  };
  return { outcome: error_code ?? status ?? '', text: message ?? text };
}
