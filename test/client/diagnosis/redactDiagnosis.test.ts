import assert from 'node:assert/strict';
import { redactDiagnosis } from '../../../client/src/diagnosis/redactDiagnosis';

const ann = { home: '/home/ann', user: 'ann', roots: ['/home/ann/shop'] };

describe('what is copied as diagnostics', () => {
  const check = (text: string, expected: string) => assert.equal(redactDiagnosis(text, ann), expected);

  it('names neither the person nor where their folders are', () => {
    check(
      'user:ann opened /home/ann/shop/a.ts and /home/ann/.config',
      'user:<user> opened <folder>/a.ts and ~/.config',
    );
  });

  for (const [what, text, expected] of [
    ['the token of a server', 'ab'.repeat(32), '[redacted]'],
    ['a header', 'Authorization: Bearer abc.def', 'Authorization: Bearer [redacted]'],
    ['a header with a password', 'authorization: basic YW5uOnB3', 'authorization: basic [redacted]'],
    [
      'a key of a machine',
      'x\n-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\nbnNz\n-----END OPENSSH PRIVATE KEY-----\ny',
      'x\n[redacted]\ny',
    ],
    ['a key that is cut off', '-----BEGIN PRIVATE KEY-----\nMIIE', '[redacted]'],
    ['an assignment', 'NPM_TOKEN=s3cret, next', 'NPM_TOKEN=[redacted], next'],
    ['a key of JSON', '{"password":"hunter2"}', '{"password":"[redacted]"}'],
    ['an address', 'https://ann:pw@host/x', 'https://ann:[redacted]@host/x'],
    ['a known form', `ghp_${'a'.repeat(36)}`, '[redacted]'],
  ] as const) {
    it(`holds no secret: ${what}`, () => check(text, expected));
  }

  it('tells several folders apart', () => {
    const two = { ...ann, roots: ['/w/a', '/w/a/b'] };
    assert.equal(redactDiagnosis('/w/a/b/x /w/a/y', two), '<folder 1>/x <folder 2>/y');
  });
});
