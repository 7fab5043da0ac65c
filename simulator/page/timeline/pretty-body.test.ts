import assert from 'node:assert/strict';
import { test } from 'node:test';
import { prettyBody, prettyXml } from './pretty-body.ts';

test('each XML element is on its own line, indented, with its text beside it', () => {
  const twiml =
    '<?xml version="1.0"?><Response><Gather timeout="8"><Say>Press 1 &amp; wait</Say></Gather><Pause/><Dial></Dial></Response>';
  assert.equal(
    prettyXml(twiml),
    [
      '<?xml version="1.0"?>',
      '<Response>',
      '  <Gather timeout="8">',
      '    <Say>Press 1 &amp; wait</Say>',
      '  </Gather>',
      '  <Pause/>',
      '  <Dial></Dial>',
      '</Response>',
    ].join('\n'),
  );
});

test('broken XML is shown too', () => {
  assert.equal(prettyXml('</a><b>text'), '</a>\n<b>\n  text');
});

test('JSON is indented, and other text stays unchanged', () => {
  assert.equal(prettyBody('{"a":1}'), '{\n  "a": 1\n}');
  assert.equal(prettyBody('{"a":1 …'), '{"a":1 …');
  assert.equal(prettyBody(' <a/>'), '<a/>');
});
