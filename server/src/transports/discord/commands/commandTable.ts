import type { Method } from '#protocol/methods';
import type { Reply } from '../answers/reply';
import type { Chat } from '../chat';
import type { Given } from './given';
import { planImport } from './importPlan';
import { planApprove, planShow } from './plans';
import { artifactsList, logsSearch, toolsPermissions } from './records';
import { sessionCreate, sessionStop } from './sessions';
import { stepApprove, stepExecute } from './steps';

/** One option of a command. */
export interface CommandOption {
  readonly name: string;
  readonly type: 'text' | 'whole' | 'flag' | 'file';
  readonly isRequired?: boolean;
  readonly choices?: readonly string[];
  readonly most?: number;
  /** Under which name its description stands, where that is not its own. */
  readonly about?: string;
}

/** One slash command: the method whose role it needs, its options, what it does. */
export interface ChatCommand {
  readonly method: Method;
  readonly options: readonly CommandOption[];
  readonly run: (chat: Chat, given: Given) => Promise<Reply>;
}

const text = (name: string): CommandOption => ({ name, type: 'text' });
const needed = (name: string): CommandOption => ({ ...text(name), isRequired: true });
const session = needed('session_id');
const place: CommandOption = { ...session, about: 'place' };
const version: CommandOption = { name: 'version', type: 'whole' };
const limit = (most: number): CommandOption => ({ name: 'limit', type: 'whole', most });
const confirm: CommandOption = { name: 'confirm_high_risk', type: 'flag' };

/** Every command that Discord shows, by its name (GATE-25). */
export const commandTable: Readonly<Record<string, ChatCommand>> = {
  session_create: {
    method: 'session/create',
    options: [
      text('goal'),
      { ...text('mode'), choices: ['normal', 'dry_run'] },
      { ...text('safety_profile'), choices: ['strict', 'standard', 'dev', 'ci'] },
    ],
    run: sessionCreate,
  },
  plan_import: {
    method: 'plan/import',
    options: [{ name: 'file', type: 'file' }, text('text'), text('session_id')],
    run: planImport,
  },
  plan_show: { method: 'plan/show', options: [session, version], run: planShow },
  plan_approve: {
    method: 'approval/grant',
    options: [session, version, text('digest')],
    run: planApprove,
  },
  step_approve: {
    method: 'approval/grant',
    options: [place, needed('step_id'), text('digest'), text('reason'), confirm],
    run: stepApprove,
  },
  step_execute: {
    method: 'step/execute',
    options: [place, needed('step_id'), confirm],
    run: stepExecute,
  },
  session_stop: { method: 'session/stop', options: [session, text('reason')], run: sessionStop },
  logs_search: {
    method: 'event/search',
    options: [text('query'), text('session_id'), limit(500)],
    run: logsSearch,
  },
  artifacts_list: { method: 'artifact/list', options: [session, limit(500)], run: artifactsList },
  tools_permissions: { method: 'tool/permissions', options: [needed('name')], run: toolsPermissions },
};
