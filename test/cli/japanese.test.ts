import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError, type ErrorCode } from '#protocol/errors';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';
import { type Answers, scriptedDoor } from './scriptedDoor';
import { runScripted } from './scriptedWorld';

const refusing = (code: ErrorCode, message: string, details = {}): Answers => {
  const refuse = () => Promise.reject(new AppError(code, message, details));
  return {
    'plan/approve': refuse,
    'run/show': refuse,
    'session/show': refuse,
    'query/list': refuse,
    'step/execute': refuse,
  };
};

/** What a server may refuse, of each family, and what a person reads of it in Japanese. */
const refused: readonly (readonly [ErrorCode, string, string])[] = [
  ['NOT_FOUND', 'there is no session session_1', 'セッション session_1 はありません'],
  ['NOT_FOUND', 'there is no trace 7f', 'トレース 7f はありません'],
  [
    'NEEDS_REPLAN',
    'session needs replan before execution',
    'このセッションを実行するには、新しいプランが必要です',
  ],
  [
    'APPROVAL_REQUIRED',
    'plan and step approvals are required before execution',
    '実行の前に、プランとステップの承認が必要です',
  ],
  [
    'APPROVAL_STALE',
    'what you were shown is not what waits now',
    '表示されたものは、現在待っているものではありません',
  ],
  [
    'ALREADY_DECIDED',
    'user:eve decided at 10:00 by cli: approved',
    'user:eve が 10:00 に cli から決定しました: approved',
  ],
  [
    'STATE_CONFLICT',
    'run run_1 is cancelled: it cannot be resumed',
    '実行 run_1 は cancelled です。再開できません',
  ],
  ['DENIED', "deny_if_contains 'publish' matched", "deny_if_contains 'publish' に一致"],
  [
    'DENIED',
    "rule 'builtin.rm_root': deleting a root folder is never allowed",
    "規則 'builtin.rm_root': ルートフォルダーの削除は決して許可されない",
  ],
  [
    'POLICY_INVALID',
    "policy is invalid, nothing runs: holdpoint.policy.yaml: Unknown key 'max_step'; did you mean 'max_steps'?",
    "ポリシーに誤りがあるため、何も実行しません: holdpoint.policy.yaml: 'max_step' は不明なキーです。'max_steps' のことですか?",
  ],
  ['QUERY_INVALID', "column 3: expected an operator, found '}'", "列 3: 演算子が必要ですが、'}'です"],
  [
    'ORCH_STAGE_FAILED',
    "Stage node 'build' failed after 2 attempt(s): 'npm' ended with exit code 1",
    "ステージノード 'build' は 2 回の試行の後に失敗しました: 'npm' が終了コード 1 で終了しました",
  ],
  [
    'STORE_UNAVAILABLE',
    'The store /w/store.db cannot grow: the disk is full. Nothing was written; free some space on this disk and try again.',
    'ストア /w/store.db に書き足せません: ディスクに空きがありません。何も書かれていません。このディスクの空き容量を増やして、もう一度試してください。',
  ],
  [
    'FORBIDDEN',
    'plan/approve needs the role approver; user:bob is viewer',
    'plan/approve には役割 approver が必要ですが、user:bob は viewer です',
  ],
  ['INTERNAL', 'something nobody has a sentence for', 'something nobody has a sentence for'],
];

describe('the command line in Japanese', () => {
  let root: string;
  before(() => {
    root = temporaryFolder();
  });
  after(() => removeFolder(root));

  it('tells what the server refuses, whichever family it is of', async () => {
    for (const [code, message, expected] of refused) {
      const door = scriptedDoor(refusing(code, message));
      const { stderr } = await runScripted(['session', 'show', 'session_1', '--locale', 'ja'], { door });
      strictEqual(stderr.split('\n')[0], expected);
    }
  });

  it('says the same in English without it, and always in documents', async () => {
    for (const [code, message] of refused) {
      const door = scriptedDoor(refusing(code, message));
      const plain = await runScripted(['session', 'show', 'session_1'], { door });
      strictEqual(plain.stderr.split('\n')[0], message);
      const asked = ['session', 'show', 'session_1', '--json', '--locale', 'ja'];
      const document = JSON.parse((await runScripted(asked, { door })).stdout);
      deepStrictEqual([document.error_code, document.message], [code, message]);
    }
  });

  it('takes the language of the environment as well', async () => {
    const door = scriptedDoor(refusing('NOT_FOUND', 'there is no session session_1'));
    const { stderr } = await runScripted(['session', 'show', 's'], { door, env: { LANG: 'ja_JP.UTF-8' } });
    match(stderr, /^セッション session_1 はありません\n次の操作: /);
  });

  it('lists the mistakes of a plan, with its places and the words of its author', async () => {
    const file = join(root, 'wrong.yaml');
    const text =
      "schema: plan/1\ntitle: no answer\nsteps:\n  - {id: a, uses: read_fil, with: {path: x}, needs: ['no answer']}\n";
    writeFileSync(file, text);
    const words = ['plan', 'validate', file];
    const { stderr, exit } = await runScripted([...words, '--locale', 'ja'], { root });
    strictEqual(exit, 2);
    match(
      stderr,
      /4:19: UNKNOWN_TOOL ツール 'read_fil' はありません。'read_file' のことですか\? \(\/steps\/0\/uses\)/,
    );
    match(stderr, /UNKNOWN_STEP ステップ 'no answer' はありません。/);
    const document = JSON.parse((await runScripted([...words, '--locale', 'ja', '--json'], { root })).stdout);
    match(document.errors[0].message, /^There is no tool 'read_fil'; did you mean 'read_file'\?$/);
  });

  it('lists each problem that an error carries once', async () => {
    const errors = [{ code: 'SYNTAX', path: '', line: 3, column: 1, message: 'The document is empty.' }];
    const door = scriptedDoor(
      refusing('PLAN_INVALID', 'the plan has 1 error:\n3:1 The document is empty.', { errors }),
    );
    const { stderr } = await runScripted(['session', 'show', 's', '--locale', 'ja'], { door });
    deepStrictEqual(stderr.split('\n').slice(0, 2), [
      'プランに誤りがあります (1 件の誤り)',
      '  3:1: SYNTAX 文書が空です。',
    ]);
  });

  it('tells the events of the record, and leaves what people wrote', async () => {
    const event = (summary: string) => ({
      ts: 't',
      type: 'x',
      level: 'info',
      step_id: 'a',
      actor: 'u',
      summary,
    });
    const summaries = [
      'step build started',
      "step build failed: 'npm' timed out",
      'session session_1 stopped: no answer',
      'src/a.ts: comment: The store is closed.',
    ];
    const page = { items: summaries.map(event), total: 4, count: 4, limit: 50, offset: 0 };
    const door = scriptedDoor({ 'event/search': () => page as never });
    const { stdout } = await runScripted(['logs', 'search', 's', '--locale', 'ja'], { door });
    for (const told of [
      'ステップ build を開始',
      "ステップ build が失敗: 'npm' がタイムアウトしました",
      'セッション session_1 を停止: no answer',
      'src/a.ts: コメント: The store is closed.',
    ]) {
      ok(stdout.includes(told), stdout);
    }
    const lines = await runScripted(['logs', 'search', 's', '--locale', 'ja', '--format', 'json'], { door });
    ok(lines.stdout.includes('step build started'), lines.stdout);
  });

  it('explains why policy decides so', async () => {
    const stage = { stage: 'path', verdict: 'deny', rule_id: 'builtin.protected_path', location: 'built-in' };
    const answer = {
      ...{ step_id: 'a', tool: 'read_file', verdict: 'deny', rule_id: 'builtin.protected_path' },
      ...{ location: 'built-in', reason: "steps never touch '.git/config'" },
      stages: [{ ...stage, reason: "steps never touch '.git/config'" }],
    };
    const door = scriptedDoor({ 'policy/explain': () => answer as never });
    const words = ['policy', 'explain', 'a', '--session', 's', '--locale', 'ja'];
    const { stdout } = await runScripted(words, { door });
    strictEqual(stdout.split("'.git/config' には触れられない").length, 3, stdout);
  });
});
