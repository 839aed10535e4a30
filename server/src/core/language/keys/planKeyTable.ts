import { executorNames } from '#protocol/plan';
import { checkTypes, inputTypes, slotKinds } from '#protocol/plan/planDocument';
import { profiles, risks } from '#protocol/policy';
import type { KeyTable } from './keyInfo';
import { onErrorKeys, retryKeys, settingsKeys } from './settingsKeys';

const flags = ['true', 'false'];

const checkNeeds = ['type', 'expr'] as const;

const checkKeys: KeyTable = {
  name: { en: 'Name of the check.', ja: '検査の名前。' },
  type: { en: 'How it looks at the world.', ja: '検査の種類。', words: checkTypes },
  expr: { en: 'What must hold.', ja: '満たすべき条件。' },
  target: {
    en: 'The file it looks at; else the output of the step.',
    ja: '対象ファイル。省略時はステップの出力。',
  },
};

/** The keys of the schema of inputs. */
export const schemaKeys: KeyTable = {
  type: { en: 'The kind of value.', ja: '値の型。', words: inputTypes },
  properties: { en: 'The inputs by name.', ja: '入力を名前ごとに。', keys: () => schemaKeys, isNamed: true },
  required: { en: 'Inputs that must be given.', ja: '必須の入力。', isList: true },
  default: { en: 'The value when none is given.', ja: '省略時の値。' },
  enum: { en: 'The values that are allowed.', ja: '許される値。', isList: true },
  items: { en: 'What the entries are like.', ja: '要素の定義。', keys: () => schemaKeys },
  minimum: { en: 'Least number.', ja: '最小値。' },
  maximum: { en: 'Greatest number.', ja: '最大値。' },
  minLength: { en: 'Least number of characters.', ja: '最小の文字数。' },
  maxLength: { en: 'Greatest number of characters.', ja: '最大の文字数。' },
  pattern: { en: 'An expression that the text must match.', ja: '一致すべき正規表現。' },
  additionalProperties: {
    en: 'Whether other inputs are taken.',
    ja: '他の入力を受け入れるか。',
    words: flags,
  },
  description: { en: 'What the input is for.', ja: '入力の説明。' },
};

const loopKeys: KeyTable = {
  items: { en: 'One reference to a list.', ja: 'リストへの参照。' },
  while: { en: 'Repeats as long as this holds.', ja: 'この条件が成り立つ間くり返す。', isCondition: true },
  as: { en: 'The name of the item.', ja: '要素の名前。' },
  max_visits: { en: 'Most repetitions.', ja: 'くり返しの上限。' },
};

/** The keys of one step. */
export const stepKeyTable = {
  id: { en: 'The name of the step; others refer to it.', ja: 'ステップの名前。他から参照される。' },
  title: { en: 'What people read.', ja: '表示名。' },
  uses: { en: 'The tool that does the work.', ja: '使うツール。', names: 'tool' },
  with: { en: 'The inputs of the tool.', ja: 'ツールへの入力。' },
  needs: {
    en: 'Steps that must have ended before.',
    ja: '先に終わるべきステップ。',
    isList: true,
    names: 'step',
  },
  join: {
    en: 'Whether all needs must end well, or any.',
    ja: 'needs のすべてか、いずれかか。',
    words: ['all', 'any'],
  },
  when: { en: 'The step runs only if this holds.', ja: '成り立つときだけ実行する条件。', isCondition: true },
  else: {
    en: 'What happens when `when` does not hold.',
    ja: '`when` が成り立たないときの動作。',
    words: ['skip'],
    names: 'goto',
  },
  risk: { en: 'How much can go wrong.', ja: 'リスクの大きさ。', words: risks },
  timeout: { en: 'Time of the step, as in `2m`.', ja: 'ステップの制限時間。例: `2m`。' },
  retry: {
    en: 'Number of retries, or how they go.',
    ja: '再試行の回数、またはその方法。',
    keys: () => retryKeys,
    isNumberEnough: true,
  },
  on_error: {
    en: 'What happens when the step has failed for good.',
    ja: '最終的に失敗したときの動作。',
    words: ['stop', 'continue'],
    keys: () => onErrorKeys,
  },
  executor: { en: 'Where the step runs.', ja: '実行場所。', words: executorNames },
  touches: { en: 'Globs; writing elsewhere is denied.', ja: '書き込みを許す glob。他は拒否。', isList: true },
  commands: {
    en: 'Commands as lists of words, judged together.',
    ja: '語のリストで書くコマンド。まとめて判定。',
    isList: true,
  },
  preconditions: {
    en: 'What must hold before.',
    ja: '実行前の条件。',
    keys: () => checkKeys,
    requires: checkNeeds,
    isList: true,
  },
  postconditions: {
    en: 'What must hold afterwards.',
    ja: '実行後の条件。',
    keys: () => checkKeys,
    requires: checkNeeds,
    isList: true,
  },
  expected_observation: { en: 'What you expect to see.', ja: '期待される結果。' },
  verify: {
    en: 'Checks of the result.',
    ja: '結果の検査。',
    keys: () => checkKeys,
    requires: checkNeeds,
    isList: true,
  },
  outputs: { en: 'Named values picked by JSONPath.', ja: 'JSONPath で取り出す値。' },
  loop: { en: 'Repeats the step, bounded.', ja: 'ステップのくり返し。', keys: () => loopKeys },
  policy: {
    en: 'Settings of this step; they only tighten.',
    ja: 'このステップの設定。厳しくのみできる。',
    keys: () => settingsKeys,
  },
} satisfies KeyTable;

const workspaceKeys: KeyTable = {
  slot: { en: 'The working tree of the run.', ja: '実行に使う作業ツリー。', words: slotKinds },
  base: { en: 'The branch or commit to start from.', ja: '起点のブランチまたはコミット。' },
  branch: { en: 'The branch that is made.', ja: '作るブランチ。' },
  recipe: {
    en: 'How a new working tree is made ready.',
    ja: '作業ツリーの準備。',
    keys: () => ({
      copy: { en: 'Files to copy into it.', ja: 'コピーするファイル。', isList: true },
      setup: { en: 'Commands to run in it.', ja: '実行するコマンド。', isList: true },
    }),
  },
};

/** The keys of `plan/1`. */
export const planKeyTable: KeyTable = {
  schema: { en: 'The form of the document.', ja: '文書の形式。', words: ['plan/1'] },
  title: { en: 'What people call the plan.', ja: '計画の表題。' },
  goal: { en: 'What is true when it has worked.', ja: '達成すること。' },
  acceptance: { en: 'How people see that it has worked.', ja: '受け入れ条件。', isList: true },
  inputs: { en: 'The schema of the inputs of a run.', ja: '実行時の入力の定義。', keys: () => schemaKeys },
  profile: { en: 'The policy preset.', ja: 'ポリシーの基本設定。', words: profiles },
  executor: { en: 'Where steps run.', ja: '実行場所。', words: executorNames },
  policy: {
    en: 'Settings of this plan; they only tighten.',
    ja: 'この計画の設定。厳しくのみできる。',
    keys: () => settingsKeys,
  },
  workspace: { en: 'The working tree of the run.', ja: '作業ツリー。', keys: () => workspaceKeys },
  steps: {
    en: 'What is done.',
    ja: '行うこと。',
    keys: () => stepKeyTable,
    isList: true,
    requires: ['id', 'uses'],
  },
  checks: {
    en: 'What must hold at the end.',
    ja: '最後に満たすべき条件。',
    keys: () => checkKeys,
    requires: checkNeeds,
    isList: true,
  },
};

/** The keys of `policy/1` files. */
export const policyKeyTable: KeyTable = {
  schema: { en: 'The form of the document.', ja: '文書の形式。', words: ['policy/1'] },
  profile: { en: 'The policy preset.', ja: 'ポリシーの基本設定。', words: profiles },
  ...settingsKeys,
};
