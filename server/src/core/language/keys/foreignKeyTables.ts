import { profiles } from '#protocol/policy';
import { profileAliases } from '../../plan/importers/flow/flow';
import { nodeTypeNames } from '../../plan/importers/flow/nodeTypes';
import type { KeyTable } from './keyInfo';
import { schemaKeys, stepKeyTable } from './planKeyTable';
import { reliabilityKeys } from './settingsKeys';

/** The keys of plans of the form `{version, title, session_goal, steps}`. */
export const planJsonKeyTable: KeyTable = {
  version: { en: 'Number of the version.', ja: '版の番号。' },
  title: { en: 'What people call the plan.', ja: '計画の表題。' },
  plan_title: { en: 'The same as `title`.', ja: '`title` と同じ。' },
  session_goal: { en: 'What is true when it has worked.', ja: '達成すること。' },
  steps: {
    en: 'What is done, one after the other.',
    ja: '順に行うこと。',
    isList: true,
    keys: () => ({
      id: stepKeyTable.id,
      title: stepKeyTable.title,
      tool: stepKeyTable.uses,
      inputs: stepKeyTable.with,
      risk: stepKeyTable.risk,
      preconditions: stepKeyTable.preconditions,
      postconditions: stepKeyTable.postconditions,
      expected_observation: stepKeyTable.expected_observation,
      verify: stepKeyTable.verify,
      timeout_sec: { en: 'Time of the step, 1 to 120 seconds.', ja: 'ステップの制限時間。1〜120 秒。' },
      needs: stepKeyTable.needs,
    }),
  },
};

/** May be left out: these are told by their other keys. */
const form = { en: 'The form of the document; may be left out.', ja: '文書の形式。省略できる。' } as const;

const policyOfFlow = { keys: () => reliabilityKeys } as const;

const nodeKeys: KeyTable = {
  id: { en: 'The name of the node.', ja: 'ノードの名前。' },
  type: { en: 'What the node does.', ja: 'ノードの種類。', words: nodeTypeNames, names: 'nodeType' },
  name: { en: 'What people read.', ja: '表示名。' },
  title: { en: 'What people read.', ja: '表示名。' },
  description: { en: 'What the node is for.', ja: 'ノードの説明。' },
  setting: { en: 'The inputs of the node.', ja: 'ノードの設定。' },
  context: {
    en: 'What the node reads and writes.',
    ja: 'ノードが読み書きする値。',
    keys: () => ({
      inputs: { en: 'Inputs by name, such as `$ctx.diff`.', ja: '入力を名前ごとに。例: `$ctx.diff`。' },
      outputs: { en: 'Where the result goes, such as `$ctx.diff`.', ja: '結果の置き場所。例: `$ctx.diff`。' },
    }),
  },
  policy: { en: 'How its failures are handled.', ja: '失敗時の扱い。', ...policyOfFlow },
};

const flowBody: KeyTable = {
  id: { en: 'The name of the flow.', ja: 'フローの名前。' },
  name: { en: 'What people call the flow.', ja: 'フローの表題。' },
  title: { en: 'What people call the flow.', ja: 'フローの表題。' },
  description: { en: 'What the flow is for.', ja: 'フローの説明。' },
  goal: { en: 'What is true when it has worked.', ja: '達成すること。' },
  entry: { en: 'The node that starts.', ja: '最初のノード。', names: 'step' },
  nodes: {
    en: 'The nodes by name, or as a list.',
    ja: 'ノードを名前ごとに、またはリストで。',
    keys: () => nodeKeys,
    isNamed: true,
    isList: true,
  },
  edges: {
    en: 'Arrows such as `A >> (B | C)`.',
    ja: '矢印。例: `A >> (B | C)`。',
    isList: true,
    names: 'edge',
  },
  policy: { en: 'How failures are handled.', ja: '失敗時の扱い。', ...policyOfFlow },
  inputs: { en: 'The inputs of a run.', ja: '実行時の入力。', keys: () => schemaKeys },
  profile: {
    en: 'The policy preset.',
    ja: 'ポリシーの基本設定。',
    words: [...profiles, ...Object.keys(profileAliases)],
  },
};

/** The keys of flow files, at the top or below `flow`. */
export const flowKeyTable: KeyTable = {
  schema: { ...form, words: ['flow/1'] },
  flow: { en: 'The flow.', ja: 'フロー。', keys: () => flowBody },
  ...flowBody,
};

/** The keys of playbooks. */
export const playbookKeyTable: KeyTable = {
  schema: { ...form, words: ['playbook/1'] },
  name: { en: 'The name of the playbook.', ja: 'プレイブックの名前。' },
  steps: {
    en: 'The commands, one after the other.',
    ja: '順に実行するコマンド。',
    isList: true,
    requires: ['name', 'command'],
    keys: () => ({
      name: { en: 'The name of the step.', ja: 'ステップの名前。' },
      command: { en: 'What is run.', ja: '実行するコマンド。' },
      condition: { en: 'The step runs only if this holds.', ja: '成り立つときだけ実行する条件。' },
      else: { en: 'What happens when it does not hold.', ja: '成り立たないときの動作。' },
      fail_fast: {
        en: 'Whether a failure ends the playbook.',
        ja: '失敗で終えるか。',
        words: ['true', 'false'],
      },
      timeout_seconds: { en: 'Time of the step, in seconds.', ja: 'ステップの制限時間 (秒)。' },
      retry_count: { en: 'Number of retries.', ja: '再試行の回数。' },
    }),
  },
  metadata: { en: 'Anything else.', ja: 'その他の情報。' },
};
