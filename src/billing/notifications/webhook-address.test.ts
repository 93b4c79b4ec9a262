import { expect, test } from 'vitest';
import { faultOfAddress, isPublicAddress } from './webhook-address.ts';

const PRIVATE = [
  '127.0.0.1',
  '127.255.255.254',
  '0.0.0.0',
  '0.1.2.3',
  '10.1.2.3',
  '100.64.0.1',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.1',
  '192.0.0.192',
  '192.168.1.1',
  '192.0.2.1',
  '198.18.0.1',
  '198.51.100.1',
  '203.0.113.9',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '::ffff:8.8.8.8',
  '::127.0.0.1',
  '::7f00:1',
  '::a9fe:a9fe',
  '1::1',
  '4000::1',
  '64:ff9b::7f00:1',
  '64:ff9b:1::1',
  '100::1',
  '2001::1',
  '2001:db8::1',
  '2002:7f00:1::1',
  'fc00::1',
  'fd00:ec2::254',
  'fe80::1',
  'fe80::1%eth0',
  'fec0::1',
  'ff02::1',
  'not an address',
  '',
];

test.each(PRIVATE)('%s is not of the public internet', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each(['8.8.8.8', '1.1.1.1', '172.32.0.1', '192.0.1.1', '2606:4700:4700::1111', '2a00:1450:400a::1'])(
  '%s is of the public internet',
  (address) => {
    expect(isPublicAddress(address)).toBe(true);
  },
);

test.each([
  ['http://hooks.example.com/', 'not_https'],
  ['ftp://hooks.example.com/', 'not_https'],
  ['file:///etc/passwd', 'not_https'],
  ['hooks.example.com', 'not_an_address'],
  [`https://hooks.example.com/${'a'.repeat(2_000)}`, 'not_an_address'],
  ['https://user:secret@hooks.example.com/', 'credentials'],
  ['https://hooks.example.com:22/', 'port'],
  ['https://hooks.example.com:80/', 'port'],
  ['https://localhost/', 'private_address'],
  ['https://LOCALHOST./', 'private_address'],
  ['https://a.localhost:8443/', 'private_address'],
  ['https://metadata.google.internal/', 'private_address'],
  ['https://printer/', 'private_address'],
  ['https://router.lan/', 'private_address'],
  ['https://127.0.0.1/', 'private_address'],
  ['https://127.1/', 'private_address'],
  ['https://2130706433/', 'private_address'],
  ['https://0x7f.0.0.1/', 'private_address'],
  ['https://0177.0.0.1/', 'private_address'],
  ['https://169.254.169.254/latest/meta-data/', 'private_address'],
  ['https://[::1]/', 'private_address'],
  ['https://[::ffff:169.254.169.254]/', 'private_address'],
  ['https://１２７.0.0.1/', 'private_address'],
  ['https://hooks.example.com/', undefined],
  ['https://hooks.example.com:8443/path?token=1', undefined],
  ['https://8.8.8.8/', undefined],
])('%s: %s', (address, fault) => {
  expect(faultOfAddress(address)).toBe(fault);
});
