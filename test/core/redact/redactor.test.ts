import assert from 'node:assert/strict';
import fc from 'fast-check';
import { hasLongRun } from '../../../server/src/core/redact/longTokens';
import { createRedactor } from '../../../server/src/core/redact/redactor';

const M = '***REDACTED***';
const plain = createRedactor([]);
const base62 = 'Zk3vQ9xT1bLr7YpW2sHd8NfGc5JmUa0EeRoKiV4';

describe('text without its secrets', () => {
  const check = (text: string, expected: string) => assert.equal(plain.text(text).text, expected);

  const masked: readonly [string, string][] = [
    ['password=hunter2', `password=${M}`],
    ['PASSWORD: hunter2 next', `PASSWORD: ${M} next`],
    ['password=123456', `password=${M}`],
    ['password: correcthorse', `password: ${M}`],
    ['{token: abc, x: 1}', `{token: ${M}, x: 1}`],
    ['PASSWORD=MyPassword', `PASSWORD=${M}`],
    ['{"api_key": "a b c", "x": 1}', `{"api_key": "${M}", "x": 1}`],
    ['{\\"token\\":\\"a b\\",\\"x\\":1}', `{\\"token\\":\\"${M}\\",\\"x\\":1}`],
    ["{'apiKey': 'k\\'k', n: 2}", `{'apiKey': '${M}', n: 2}`],
    ['"secret": "not closed', `"secret": "${M}`],
    ['GITHUB_TOKEN=abc;ls', `GITHUB_TOKEN=${M};ls`],
    ['export AWS_SECRET_ACCESS_KEY=a/b+c', `export AWS_SECRET_ACCESS_KEY=${M}`],
    ['run --api-key abc --token=def --verbose', `run --api-key ${M} --token=${M} --verbose`],
    ['const token: string = "abc"', 'const token: string = "abc"'],
    ['Authorization: Bearer abc.def-ghi', `Authorization: Bearer ${M}`],
    ['Authorization: Basic dTpw', `Authorization: Basic ${M}`],
    ["-H 'Authorization: token abc' -v", `-H 'Authorization: token ${M}' -v`],
    ['got bearer abc123 from', `got bearer ${M} from`],
    ['basic dXNlcjpwYXNzd29yZA==', `basic ${M}`],
    ['https://ada:pa55@host/x?access_token=1f&y=2', `https://ada:${M}@host/x?access_token=${M}&y=2`],
    ['ghp_0123456789abcdef', M],
    ['ghs_abcdefgh gho_abcdefgh ghr_abcdefgh', `${M} ${M} ${M}`],
    ['AKIAIOSFODNN7EXAMPLE', M],
    ['wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', M],
    [`+  x: ${base62}Q==`, `+  x: ${M}`],
    [`+${base62}Q`, `+${M}`],
    ['Q'.repeat(40), M],
    [`eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl`, M],
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc\n-----END RSA PRIVATE KEY-----\nx', `${M}\nx`],
    ['0123456789abcdef'.repeat(3), M],
  ];
  for (const [text, expected] of masked) it(`masks ${JSON.stringify(text)}`, () => check(text, expected));

  const sha1 = '0123456789abcdef0123456789abcdef01234567';
  const sha256 = `${sha1}89abcdef0123456789abcdef`;
  const kept = [
    sha1,
    sha256,
    `sha256:${sha256}`,
    `index ${sha1}..${sha1} 100644`,
    `TRACEPARENT=00-${'a1'.repeat(16)}-${'b2'.repeat(8)}-01`,
    `refs/holdpoint/checkpoints/ckpt_0123456789ab/run-20260101-120000-a1b2c3/step`,
    `sha512-${'aB3'.repeat(28)}aB==`,
    'server/src/adapters/processes/nodeProcesses/childEnvironment.ts',
    'this_is_quite_a_long_name_of_a_test_that_says_what_it_does',
    'AbstractSingletonProxyFactoryBeanGenerator',
    '123e4567-e89b-12d3-a456-426614174000-and-then-some',
    '-'.repeat(80),
    '='.repeat(80),
    `${'+'.repeat(41)}`,
    'write_file_preview run_shell_readonly workspace.inspect',
    'max_tokens: 4000, tokens=12',
    'the token expired; a password is needed',
    'tokenizer = new Tokenizer(text)',
    'const token = readToken(file);',
    'this.token = options.token;',
    'password=${secrets.DB}',
    'curl -H "Authorization: $AUTH" --token-file secret.txt',
    'token: ${{ secrets.X }}',
    'if (token === other) return std::token::parse(x);',
    'class Parser { token: string; password?: string }',
    'basic information, bearer of news, Bearer token',
    'password: ""',
    'readonly tokens: readonly Token[];',
    'const tokens: CST.Token[] = []; const token = this.#token;',
    'async answer(token: CancellationToken): Promise<void>',
    'const secret = match[1] ?? match[0];',
    'secrets?: Readonly<Record<string, string>>',
    'const token = flag ?? other;',
    'const isSecret = reference.root;',
    'Give --token or TOKEN.',
    '"js-tokens": "^4.0.0", "x-token": "…"',
    M,
    `password=${M}`,
    `"token": "${M}"`,
  ];
  for (const text of kept) it(`keeps ${JSON.stringify(text)}`, () => check(text, text));

  it('counts what it masked', () => {
    assert.deepEqual(plain.text('token=a1 token=b2\nghp_abcdefgh'), {
      text: `token=${M} token=${M}\n${M}`,
      count: 3,
    });
  });
  it('comes out the same when it goes in again', () => {
    const words = fc.constantFrom(
      'token',
      '=',
      '"',
      ' ',
      '\n',
      'password',
      ':',
      'Bearer',
      base62,
      M,
      '\\',
      '$',
      '//',
      '@',
      "'",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(words, fc.string({ maxLength: 4 }))), (parts) => {
        const once = plain.text(parts.join('')).text;
        assert.equal(plain.text(once).text, once);
      }),
    );
  });
  it('comes out the same where a mask changes what stands beside it', () => {
    const once = plain.text('://token:\\@').text;
    assert.equal(once, `://token:${M}`);
    assert.equal(plain.text(once).text, once);
  });
  it('takes time in proportion to its length, whatever it is', () => {
    const cells = [
      'token',
      'password=',
      '"token="',
      '-----BEGIN A PRIVATE KEY-----',
      'eyJaaaaaaaaa.',
      'a',
      '://a:b',
      'Basic ',
      '\\',
      'bearer\t',
      ' ',
    ];
    for (const cell of cells) {
      const long = plain.text(cell.repeat(Math.ceil(1_000_000 / cell.length)));
      assert.ok(long.text.length > 0);
    }
  }).timeout(120_000);
});

describe('a long run of characters', () => {
  it('is seen wherever it stands, and nothing shorter is', () => {
    const piece = fc.oneof(
      fc.string({ unit: fc.constantFrom(...'aZ9+/_-'), minLength: 30, maxLength: 50 }),
      fc.string({ maxLength: 5 }),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join('');
        assert.equal(hasLongRun(text), /[A-Za-z0-9+/_-]{40}/.test(text));
      }),
    );
  });
});

describe('known secrets', () => {
  const secret = 'sw0rd fish/ñ+1';
  const redactor = createRedactor([secret, '', 'abc', 'line one is long enough\nshort']);
  const gone = (text: string) => {
    assert.equal(redactor.text(`<${text}>`).text, `<${M}>`);
  };
  it('are masked in clear and URL-encoded', () => {
    gone(secret);
    gone(encodeURIComponent(secret));
    gone(encodeURIComponent(secret).toLowerCase());
  });
  it('are masked in base64 of both alphabets wherever they start', () => {
    for (const before of ['', 'u', 'us', 'user:']) {
      const bytes = Buffer.from(`${before}${secret} and more`);
      gone(bytes.toString('base64'));
      gone(bytes.toString('base64url'));
    }
  });
  it('are masked inside JSON and line by line', () => {
    assert.equal(createRedactor(['a"b\\c']).text('{"x":"a\\"b\\\\c"}').text, `{"x":"${M}"}`);
    assert.equal(redactor.text('x line one is long enough y').text, `x ${M} y`);
  });
  it('that are too short are no secrets', () => assert.equal(redactor.text('abc').text, 'abc'));
  it('are not patterns', () => {
    const dots = createRedactor(['.*+?^${}()|[]\\/-']);
    assert.deepEqual(dots.text('harmless .*+?^${}()|[]\\/- text'), { text: `harmless ${M} text`, count: 1 });
  });
  it('are found by any value in any place', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 8 }), fc.string(), fc.string(), (value, before, after) => {
        fc.pre(value.trim().length >= 8 && !M.includes(value));
        const { text } = createRedactor([value]).text(before + value + after);
        assert.equal(text.includes(value), false);
      }),
    );
  });
});

describe('JSON without its secrets', () => {
  it('has no strings under telling keys and no secrets inside other strings', () => {
    const value = {
      token: 'x',
      API_Key: 'y',
      nested: [{ userPassword: 'z', port: 80, max_tokens: 4000, secretive: true }],
      keys: ['a', 'b'],
      ok: 'password=abc stays out',
      argv: ['curl', '--token', 'abc', '-v'],
      empty_token: '',
      reference_token: '${secrets.N}',
      tokens: { input: 5, cost: null, note: 'n' },
    };
    assert.deepEqual(plain.json(value), {
      value: {
        token: M,
        API_Key: M,
        nested: [{ userPassword: M, port: 80, max_tokens: 4000, secretive: true }],
        keys: [M, M],
        ok: `password=${M} stays out`,
        argv: ['curl', '--token', M, '-v'],
        empty_token: '',
        reference_token: '${secrets.N}',
        tokens: { input: 5, cost: null, note: 'n' },
      },
      count: 7,
    });
  });
  it('keeps digests, ids and names', () => {
    const value = {
      hash: `sha256:${'0f'.repeat(32)}`,
      sha: '0f'.repeat(20),
      trace_id: '0f'.repeat(16),
      span_id: '0f'.repeat(8),
      run_id: 'run-20260101-120000-0f0f0f',
      tool: 'write_file_preview',
      path: 'server/src/core/policy/commands/simpleCommand.ts',
    };
    assert.deepEqual(plain.json(value), { value, count: 0 });
  });
  it('may have any keys and any depth', () => {
    const odd = JSON.parse('{"__proto__": {"token": "x"}, "constructor": "y"}');
    assert.equal(JSON.stringify(plain.json(odd).value), `{"__proto__":{"token":"${M}"},"constructor":"y"}`);
    const deep = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000));
    assert.equal(plain.json(deep).count, 1);
    assert.deepEqual(createRedactor(['hidden value']).json({ 'a hidden value': 1 }).value, { [`a ${M}`]: 1 });
  });
});
