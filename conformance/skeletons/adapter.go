// An adapter: it starts your gateway for eaap-conformance. Build it, so that it answers at once, and name it:
//
//	go build -o adapter adapter.go
//	eaap-conformance run --adapter ./adapter
//
// What it has to do is in RFC-0015 section 4; every request and answer has a schema in conformance/control.schema.json.
// Standard output is for answers alone: write anything else to os.Stderr.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// ---- Edit from here ----

const name = "my-gateway"
const version = "0.1"

// What starts your gateway; {folder} is where it may store, {port} where it is to listen. Here: the reference gateway.
var command = []string{"node", "packages/cli/bin/eaap.js", "serve", "--path", "{folder}", "--port", "{port}"}

// The key of an admin of the namespace system, once the gateway answers.
func adminKey() (string, error) {
	text, err := os.ReadFile(filepath.Join(folder, "credentials.json"))
	if err != nil {
		return "", err
	}
	var credentials struct {
		System string `json:"system"`
	}
	err = json.Unmarshal(text, &credentials)
	return credentials.System, err
}

type params = map[string]any
type hook = func(params) (any, error)

var stub hook

// The hooks (RFC-0015 section 4.3). A stub is not declared, and what it would have shown is NOT_EVIDENCED. Put a
// function in its place, and hello declares it. Begin with kill and reset.
var hooks = map[string]hook{
	"kill":           stub, // {} -> {}          SIGKILL to gateway, wait for its end (section 4.2)
	"reset":          stub, // {} -> as start    stop it if it runs, empty folder, start (section 4.2)
	"clock.now":      stub, // {} -> {now}       milliseconds since 1970; clock is declared with all five
	"clock.freeze":   stub, // {} -> {now}
	"clock.thaw":     stub, // {} -> {now}
	"clock.advance":  stub, // {ms} -> {now}     wall and monotonic clock together
	"clock.set":      stub, // {wall} -> {now}   the wall clock alone
	"entropy.seed":   stub, // {seed} -> {}
	"storage.locate": stub, // {} -> {files, keyFiles, logFiles}   absolute paths; logFile is one of logFiles
	"storage.dump":   stub, // {namespace?} -> {records}
	"storage.tamper": stub, // {kind, ...} -> {}          section 4.4
	"keys.disclose":  stub, // {namespace, subject?} -> {keys}
	"fault":          stub, // {point, count?} -> {}      section 4.5
	"storage.step":   stub, // {do, at?} -> {writes, reached}   section 4.6
	"audit.export":   stub, // {namespace} -> {records, leaves, checkpoints, verifier_key}
	"canary.plant":   stub, // {text} -> {}               in clear, into a file that storage.locate names
	"egress.provoke": stub, // {host, port} -> {}
	"compute":        stub, // {topic, input} -> {output} | {refused} | {unsupported: true}   section 5.2
}

// ---- to here ----

var base, folder, logFile, address string
var gateway *exec.Cmd
var ended chan struct{}

type refused struct{ code, message string }

func (r refused) Error() string { return r.message }

func isRunning() bool {
	if gateway == nil {
		return false
	}
	select {
	case <-ended:
		return false
	default:
		return true
	}
}

func freePort() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer listener.Close()
	_, port, err := net.SplitHostPort(listener.Addr().String())
	return port, err
}

// Asked without net/http, which takes long to build.
func answers() bool {
	conn, err := net.DialTimeout("tcp", address, time.Second)
	if err != nil {
		return false
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(5 * time.Second))
	fmt.Fprintf(conn, "GET /.well-known/eaap HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n", address)
	status, err := bufio.NewReader(conn).ReadString('\n')
	return err == nil && strings.Contains(status, " 200")
}

func launch() error {
	port, err := freePort()
	if err != nil {
		return err
	}
	address = net.JoinHostPort("127.0.0.1", port)
	output, err := os.OpenFile(logFile, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer output.Close()
	filled := make([]string, len(command))
	for i, part := range command {
		filled[i] = strings.NewReplacer("{folder}", folder, "{port}", port).Replace(part)
	}
	starting := exec.Command(filled[0], filled[1:]...)
	starting.Stdout, starting.Stderr = output, output
	if err := starting.Start(); err != nil {
		return err
	}
	done := make(chan struct{})
	gateway, ended = starting, done
	go func() { starting.Wait(); close(done) }()
	for overdue := time.Now().Add(20 * time.Second); !answers(); time.Sleep(50 * time.Millisecond) {
		if !isRunning() || time.Now().After(overdue) {
			text, _ := os.ReadFile(logFile)
			return errors.New("it does not answer: " + string(text[max(0, len(text)-1000):]))
		}
	}
	return nil
}

// Section 4.2: starts on what storage there is; the same answer again when it runs already.
func start(params) (any, error) {
	if !isRunning() {
		if err := launch(); err != nil {
			return nil, err
		}
	}
	key, err := adminKey()
	return map[string]string{"url": "http://" + address, "admin_key": key}, err
}

// Section 4.2: ends it in order. What was answered is durable.
func stop(params) (any, error) {
	if !isRunning() {
		return nil, refused{"not-running", "the gateway is not running"}
	}
	gateway.Process.Signal(syscall.SIGTERM)
	<-ended
	return struct{}{}, nil
}

func hello(params) (any, error) {
	declared := []string{}
	clocks := 0
	for method, implemented := range hooks {
		switch {
		case implemented == nil:
		case strings.HasPrefix(method, "clock."):
			clocks++
		default:
			declared = append(declared, method)
		}
	}
	if clocks == 5 {
		declared = append(declared, "clock")
	}
	return map[string]any{"protocol": 1, "name": name, "version": version, "hooks": declared}, nil
}

func find(method string) hook {
	switch method {
	case "hello":
		return hello
	case "start":
		return start
	case "stop":
		return stop
	}
	return hooks[method]
}

// Section 4.1: one line for each request. unsupported is for methods that are not there.
func answer(line []byte) {
	var request struct {
		ID     *int64 `json:"id"`
		Method string `json:"method"`
		Params params `json:"params"`
	}
	var result any
	err := json.Unmarshal(line, &request)
	if err == nil {
		if method := find(request.Method); method != nil {
			result, err = method(request.Params)
		} else {
			err = refused{"unsupported", "there is no method " + request.Method}
		}
	}
	said := map[string]any{"id": request.ID, "result": result}
	if err != nil {
		code := "failed"
		var known refused
		if errors.As(err, &known) {
			code = known.code
		}
		said = map[string]any{"id": request.ID, "error": map[string]string{"code": code, "message": err.Error()}}
	}
	text, err := json.Marshal(said)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return
	}
	os.Stdout.Write(append(text, '\n'))
}

func end() {
	if isRunning() {
		gateway.Process.Kill()
		<-ended
	}
	os.RemoveAll(base)
	os.Exit(0)
}

func main() {
	var err error
	if base, err = os.MkdirTemp("", "eaap-adapter-"); err != nil {
		panic(err)
	}
	folder, logFile = filepath.Join(base, "gateway"), filepath.Join(base, "gateway.log")

	// Section 4.1: an adapter ends when its standard input ends, and takes its gateway with it.
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	go func() { <-signals; end() }()
	lines := bufio.NewReader(os.Stdin)
	for {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			end()
		}
		answer(line)
	}
}
