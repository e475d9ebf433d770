const chunk = 'x'.repeat(65_536);
const write = () => process.stdout.write(chunk, write);
write();
