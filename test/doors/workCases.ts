import type { MethodCases } from './methodCase';
import { contractPlan, nextPlan } from './stages';

const confirmed = { confirm_high_risk: true };

/** Requests that bring work forward: sessions, plans, runs, steps, approvals. */
export const workCases: MethodCases = {
  'session/create': {
    stage: 'empty',
    params: () => ({ goal: 'x' }),
    cli: () => ['session', 'create', '--goal', 'x'],
  },
  'session/list': { stage: 'imported', params: () => ({}), cli: () => ['session', 'list'] },
  'session/show': {
    stage: 'imported',
    params: ({ session_id }) => ({ session_id }),
    cli: ({ session_id }) => ['session', 'show', session_id],
  },
  'session/stop': {
    stage: 'waiting',
    params: ({ session_id }) => ({ session_id, reason: 'enough' }),
    cli: ({ session_id }) => ['session', 'stop', session_id, '--reason', 'enough'],
  },
  'session/delete': {
    stage: 'ended',
    params: ({ session_id }) => ({ session_id }),
    cli: ({ session_id }) => ['session', 'delete', session_id],
  },
  'session/explain': {
    stage: 'waiting',
    params: ({ session_id }) => ({ session_id }),
    cli: ({ session_id }) => ['explain', session_id],
  },
  // `plan validate` checks without a server: the file need not leave the machine.
  'plan/validate': { stage: 'empty', params: () => ({ text: contractPlan }), cli: null },
  'plan/draft': { stage: 'empty', params: () => ({ goal: 'Say hello' }), cli: null },
  'plan/import': {
    stage: 'imported',
    params: ({ session_id }) => ({ session_id, text: nextPlan, file_name: 'next.json' }),
    cli: ({ session_id }) => ['plan', 'import', session_id, 'next.json'],
  },
  'plan/list': {
    stage: 'twoVersions',
    params: ({ session_id }) => ({ session_id }),
    cli: ({ session_id }) => ['plan', 'list', session_id],
  },
  'plan/show': {
    stage: 'imported',
    params: ({ session_id }) => ({ session_id, version: 1 }),
    cli: ({ session_id }) => ['plan', 'show', session_id, '1'],
  },
  'plan/diff': {
    stage: 'twoVersions',
    params: ({ session_id }) => ({ session_id, from: 1, to: 2 }),
    cli: ({ session_id }) => ['plan', 'diff', session_id, '1', '2'],
  },
  'plan/approve': {
    stage: 'imported',
    params: ({ session_id }) => ({ session_id, version: 1 }),
    cli: ({ session_id }) => ['plan', 'approve', session_id, '1'],
  },
  'plan/request': {
    stage: 'imported',
    params: ({ session_id }) => ({ session_id, version: 1 }),
    cli: null,
  },
  'plan/reject': {
    stage: 'imported',
    params: ({ session_id }) => ({ session_id, version: 1, reason: 'no' }),
    cli: ({ session_id }) => ['plan', 'reject', session_id, '1', '--reason', 'no'],
  },
  'plan/revoke': {
    stage: 'approved',
    params: ({ session_id }) => ({ session_id, version: 1, reason: 'no' }),
    cli: ({ session_id }) => ['plan', 'revoke', session_id, '1', '--reason', 'no'],
  },
  // `run` imports, asks and follows beside starting; that journey has tests of its own.
  'run/start': { stage: 'approved', params: ({ session_id }) => ({ session_id }), cli: null },
  'run/simulate': {
    stage: 'empty',
    params: () => ({ plan: { title: 'Look', steps: [{ id: 'look', tool: 'list_dir', inputs: {} }] } }),
    cli: null,
  },
  'run/show': {
    stage: 'ended',
    params: ({ run_id }) => ({ run_id }),
    cli: ({ run_id }) => ['summary', run_id],
    ownDocument: true,
  },
  'run/list': { stage: 'ended', params: () => ({}), cli: null },
  'run/wait': { stage: 'waiting', params: ({ run_id }) => ({ run_id }), cli: null },
  'run/cancel': { stage: 'waiting', params: ({ run_id }) => ({ run_id, reason: 'enough' }), cli: null },
  'run/pause': {
    stage: 'waiting',
    params: ({ run_id }) => ({ run_id }),
    cli: null,
    refused: 'STATE_CONFLICT',
  },
  'run/resume': {
    stage: 'ended',
    params: ({ run_id }) => ({ run_id }),
    cli: null,
    refused: 'STATE_CONFLICT',
  },
  'run/rerun': { stage: 'ended', params: ({ run_id }) => ({ run_id }), cli: null },
  'step/request': {
    stage: 'waiting',
    params: ({ run_id }) => ({ run_id, step_id: 'apply' }),
    cli: null,
  },
  'step/approve': {
    stage: 'waiting',
    params: ({ run_id }) => ({ run_id, step_id: 'apply', ...confirmed }),
    cli: ({ run_id }) => ['step', 'approve', run_id, 'apply', '--confirm-high-risk'],
  },
  'step/reject': {
    stage: 'waiting',
    params: ({ run_id }) => ({ run_id, step_id: 'apply', reason: 'no' }),
    cli: ({ run_id }) => ['step', 'reject', run_id, 'apply', '--reason', 'no'],
  },
  'step/execute': {
    stage: 'approved',
    params: ({ session_id }) => ({ session_id, step_id: 'look', ...confirmed }),
    cli: ({ session_id }) => ['step', 'execute', session_id, 'look', '--confirm-high-risk'],
  },
  'step/skip': {
    stage: 'waiting',
    params: ({ run_id }) => ({ run_id, step_id: 'apply' }),
    cli: ({ run_id }) => ['step', 'skip', run_id, 'apply'],
  },
  'approval/list': {
    stage: 'waiting',
    params: () => ({ state: 'requested' }),
    cli: () => ['approvals', 'list'],
  },
  'approval/show': {
    stage: 'waiting',
    params: ({ approval_id }) => ({ approval_id }),
    cli: ({ approval_id }) => ['approvals', 'show', approval_id],
  },
  'approval/grant': {
    stage: 'waiting',
    params: ({ approval_id }) => ({ approval_id, ...confirmed }),
    cli: ({ approval_id }) => ['approvals', 'grant', approval_id, '--confirm-high-risk'],
  },
  'approval/reject': {
    stage: 'waiting',
    params: ({ approval_id }) => ({ approval_id, reason: 'no' }),
    cli: ({ approval_id }) => ['approvals', 'reject', approval_id, '--reason', 'no'],
  },
  'approval/review': { stage: 'waiting', params: ({ approval_id }) => ({ approval_id }), cli: null },
  'approval/check': { stage: 'waiting', params: ({ approval_id }) => ({ approval_id }), cli: null },
  'approval/choose': {
    stage: 'waiting',
    params: ({ approval_id, preview_id }) => ({ approval_id, choices: [{ preview_id, reject: [0] }] }),
    cli: null,
  },
  'approval/renew': { stage: 'waiting', params: ({ approval_id }) => ({ approval_id }), cli: null },
  'preview/show': {
    stage: 'waiting',
    params: ({ preview_id }) => ({ preview_id }),
    cli: ({ preview_id }) => ['preview', 'show', preview_id],
  },
  'preview/hunks': {
    stage: 'waiting',
    params: ({ preview_id }) => ({ preview_id, accept: [], reject: [0] }),
    cli: ({ preview_id }) => ['preview', 'reject', preview_id],
  },
  'preview/content': {
    stage: 'waiting',
    params: ({ preview_id }) => ({ preview_id, side: 'new', reject: [0] }),
    cli: null,
  },
  'preview/comment': {
    stage: 'waiting',
    params: ({ preview_id }) => ({ preview_id, hunk: 0, text: 'why?' }),
    cli: null,
  },
};
