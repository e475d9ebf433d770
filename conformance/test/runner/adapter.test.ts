import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AdapterControl } from '../../src/control/adapter.ts';
import { AdapterFault, ControlRefused } from '../../src/control/fault.ts';
import { HookAbsent, type Started } from '../../src/control/types.ts';
import { check, cli, fakeAdapter } from './support.ts';

const open = (name: string, limits = {}): Promise<AdapterControl> =>
  AdapterControl.open(fakeAdapter(name), () => undefined, limits);

async function faultOf(work: Promise<unknown>): Promise<[string, string]> {
  try {
    await work;
  } catch (error) {
    assert.ok(error instanceof AdapterFault, String(error));
    return [error.kind, error.message];
  }
  return assert.fail('The adapter was found in order.');
}

test('an adapter that hangs is named as such', async () => {
  const control = await open('hangs', { timeoutMs: 2000 });
  const [kind, message] = await faultOf(control.start());
  assert.equal(kind, 'hangs');
  assert.equal(message, 'The adapter did not answer start within 2000 ms.');
});

test('an adapter that dies is named as such, with what it said', async () => {
  const control = await open('dies');
  const [kind, message] = await faultOf(control.start());
  assert.equal(kind, 'dies');
  assert.equal(
    message,
    'The adapter ended (exit code 7) while it was needed. It said: Error: no room left for a gateway',
  );
  assert.equal((await faultOf(control.start()))[0], 'dies', 'and stays dead');
});

test('an adapter that writes no JSON is named as such', async () => {
  const [kind, message] = await faultOf(open('garbage'));
  assert.equal(kind, 'garbage');
  assert.equal(message, 'The adapter wrote a line that is not JSON: "Listening on port 8080!".');
});

test('an adapter that writes without end is named as such', async () => {
  const control = await open('floods');
  assert.deepEqual(await faultOf(control.start()), [
    'floods',
    'The adapter wrote over 100 lines that answer nothing.',
  ]);
  const [kind, message] = await faultOf(open('endless-line', { maxLineBytes: 1_000_000 }));
  assert.equal(kind, 'floods');
  assert.equal(message, 'The adapter wrote a line of over 1000000 bytes.');
});

test('an adapter of another version, or whose answers have another shape, is named as such', async () => {
  assert.deepEqual(await faultOf(open('other-version')), [
    'version',
    'The adapter speaks version 2 of the control interface, not 1.',
  ]);
  const control = await open('malformed');
  assert.deepEqual(await faultOf(control.start()), [
    'malformed',
    'The adapter answered start with {"address":"somewhere"}.',
  ]);
});

test('an adapter that lies about a hook is named as such; one that fails at it is not', async () => {
  const starts: Started[] = [];
  const control = await AdapterControl.open(fakeAdapter('lies'), (started) => starts.push(started));
  await control.start();
  assert.equal(starts.length, 1);
  await assert.rejects(control.plant('x'), (error) => {
    assert.ok(error instanceof ControlRefused);
    assert.equal(error.message, 'The adapter refused canary.plant: the disk is full');
    return true;
  });
  await assert.rejects(control.kill(), HookAbsent);
  const [kind, message] = await faultOf(control.locate());
  assert.equal(kind, 'lies');
  assert.equal(message, 'The adapter declares the hook storage.locate and does not have storage.locate.');
});

test('a command that does not exist is a gateway that did not start', async () => {
  const { code, err } = await cli(['run', '--adapter', '/nowhere/adapter'], [check('a.b')]);
  assert.equal(code, 3);
  assert.match(err, /^eaap-conformance: The adapter ended \(exit code 127\)/);
});

test('a fault at the start exits 3, a fault on the way 4', async () => {
  const early = await cli(['run', '--adapter', fakeAdapter('dies')], [check('a.b')]);
  assert.equal(early.code, 3);
  const lying = check('a.b', {
    needs: ['storage.locate'],
    run: async (t) => {
      await t.scan(['anything']);
    },
  });
  const late = await cli(['run', '--adapter', fakeAdapter('lies')], [lying]);
  assert.equal(late.code, 4);
  assert.equal(
    late.err.split('\n').at(-2),
    'eaap-conformance: The adapter declares the hook storage.locate and does not have storage.locate.',
  );
});
