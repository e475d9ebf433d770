process.stdout.write('Listening on port 8080!\n');
setInterval(() => undefined, 1000);
