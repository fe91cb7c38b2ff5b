#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "../examples/process.h"
#include "command_run.h"

// Sessions of real clients with real servers: recorded on their way through `asynchat record`, and played again.

namespace asynchat::cli {
namespace {

using examples::owned_fd;
using examples::run_client;
using examples::running_program;
using examples::running_server;
using testing::EndsWith;
using testing::HasSubstr;
using words = std::vector<std::string>;

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  return address;
}

/// A port that nobody has right now.
int free_port() {
  const owned_fd probe(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  EXPECT_EQ(bind(probe.get(), reinterpret_cast<sockaddr*>(&address), size), 0);
  getsockname(probe.get(), reinterpret_cast<sockaddr*>(&address), &size);
  return ntohs(address.sin_port);
}

bool answers(int port) {
  const owned_fd caller(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const sockaddr_in address = loopback(port);
  return connect(caller.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

/// A server that cannot be given port 0: it gets one that was free, and another where somebody was quicker.
class real_server {
 public:
  explicit real_server(const std::function<words(int port)>& command) {
    constexpr int tries_max = 5;
    for (int tries = 0; tries < tries_max; ++tries) {
      port_ = free_port();
      program_ = std::make_unique<running_program>(command(port_));
      if (comes_up()) return;
    }
    ADD_FAILURE() << command(port_).front() << " does not come up";
  }

  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }

 private:
  /// Waits until it answers, a minute at most; false where it ended instead.
  bool comes_up() const {
    const owned_fd end(static_cast<int>(syscall(SYS_pidfd_open, program_->pid(), 0)));
    for (int looks = 0; looks < 3000; ++looks) {
      pollfd ended{end.get(), POLLIN, 0};
      if (poll(&ended, 1, 20) == 1) return false;
      if (answers(port_)) return true;
    }
    return false;
  }

  int port_ = 0;
  std::unique_ptr<running_program> program_;
};

class sessions : public testing::Test {
 protected:
  /// The trace of what `client` says to the server through the recorder, whose host and port it is given.
  std::string record(const std::string& server,
                     const std::function<void(const std::string&, const std::string&)>& client) {
    const std::string trace = folder_.path(std::to_string(++recorded_) + ".trace.jsonl");
    running_program recorder(
        {examples::program_path("asynchat"), "record", "--listen", "127.0.0.1:0", "--to", server, "-o", trace});
    const std::string line = recorder.read_line();
    client("127.0.0.1", line.substr(line.rfind(':') + 1));
    const auto end = recorder.stop(SIGINT);
    EXPECT_EQ(end.status, 0) << end.err;
    return trace;
  }

  /// Plays the session again to the same server: as it was, twice, at its own speed, and byte by byte.
  static void expect_no_difference(const std::string& trace, const std::string& server, const words& more = {}) {
    for (const words& how : std::vector<words>{{}, {"--twice"}, {"--speed", "1"}, {"--strategy", "byte"}}) {
      words all{"replay", trace, "--to", server};
      all.insert(all.end(), how.begin(), how.end());
      all.insert(all.end(), more.begin(), more.end());
      const command_run result = run_command(all);
      EXPECT_EQ(result.status, 0) << testing::PrintToString(how) << '\n' << result.out << result.err;
      EXPECT_THAT(result.out, EndsWith("came: no difference\n"));
    }
  }

  const scratch_folder folder_;
  int recorded_ = 0;
};

TEST_F(sessions, of_redis_cli_with_redis_server_are_repeated_without_a_difference) {
  const real_server redis([&](int port) {
    return words{"redis-server", "--bind", "127.0.0.1", "--port",      std::to_string(port),
                 "--save",       "",       "--dir",     folder_.path()};
  });
  const std::string trace = record(redis.address(), [](const std::string&, const std::string& port) {
    const auto cli = [&](words more) {
      more.insert(more.begin(), {"redis-cli", "-p", port});
      const auto run = run_client(more, "MULTI\nINCR n\nLPUSH l a b c\nEXEC\nLRANGE l 0 -1\nGET none\nNOSUCH\n");
      EXPECT_EQ(run.status, 0) << run.err;
    };
    cli({"FLUSHALL"});
    cli({"SET", "key", std::string(100'000, 'x')});
    cli({"GET", "key"});
    cli({});
  });
  expect_no_difference(trace, redis.address());
  // What a server has kept from before shows.
  const std::string kept = record(redis.address(), [](const std::string&, const std::string& port) {
    run_client({"redis-cli", "-p", port, "INCR", "m"});
  });
  const command_run again = run_command({"replay", kept, "--to", redis.address(), "--framing", "resp"});
  EXPECT_EQ(again.status, 1);
  EXPECT_THAT(again.out, HasSubstr("  in        value \":1\\r\\n\""));
}

/// nginx with what it writes in this folder, as one process.
words nginx(const scratch_folder& folder, int port) {
  const std::string at = folder.path();
  std::string temporary;
  for (const char* kind : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"}) {
    temporary += std::string(kind) + "_temp_path " + at + "/" + kind + ";\n";
  }
  const std::string settings = "daemon off;\nmaster_process off;\npid " + at + "/pid;\nerror_log " + at +
                               "/errors;\nevents {}\nhttp {\naccess_log off;\n" + temporary +
                               "server { listen 127.0.0.1:" + std::to_string(port) + "; root " + at + "; }\n}\n";
  return {"/usr/sbin/nginx", "-c", folder.file("nginx.conf", settings), "-p", at, "-e", at + "/errors"};
}

TEST_F(sessions, of_curl_with_nginx_are_repeated_without_a_difference) {
  folder_.file("small.txt", "hello\n");
  folder_.file("large.bin", std::string(300'000, '\xff'));
  const real_server server([&](int port) { return nginx(folder_, port); });
  const std::string trace = record(server.address(), [](const std::string& host, const std::string& port) {
    const std::string url = "http://" + host + ':' + port;
    for (const words& what : std::vector<words>{{url + "/small.txt", url + "/large.bin", url + "/none"},
                                                {"-I", url + "/small.txt"},
                                                {"-r", "2-4", url + "/small.txt"},
                                                {"-d", "a=1", url + "/small.txt"},
                                                {"--parallel", url + "/large.bin", url + "/small.txt"}}) {
      words curl{"curl", "-s", "-S", "--output", "/dev/null"};
      curl.insert(curl.end(), what.begin(), what.end());
      EXPECT_EQ(run_client(curl).status, 0);
    }
  });
  expect_no_difference(trace, server.address(), {"--ignore", "^Date: .*"});

  // The recording in the place of nginx.
  running_program played({examples::program_path("asynchat"), "replay", trace, "--as-server", "127.0.0.1:0",
                          "--connections", "1", "--ignore", "^Host: .*"});
  const std::string line = played.read_line();
  const std::string url = "http://" + line.substr(line.rfind(' ') + 1);
  EXPECT_EQ(run_client({"curl", "-s", url + "/small.txt", url + "/large.bin", url + "/none"}).out.substr(0, 8),
            "hello\n\xff\xff");
  const auto end = played.stop(0);
  EXPECT_EQ(end.status, 0) << end.out << end.err;
}

words swaks(const std::string& host, const std::string& port, const words& more) {
  words all{"swaks", "--server", host, "--port", port, "--from", "ann@a.test", "--helo", "test"};
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

TEST_F(sessions, of_swaks_with_aiosmtpd_are_repeated_without_a_difference) {
  const real_server smtp([](int port) {
    return words{"/usr/bin/python3",      "-m", "aiosmtpd", "-n", "-l", "127.0.0.1:" + std::to_string(port), "-c",
                 "aiosmtpd.handlers.Sink"};
  });
  const std::string trace = record(smtp.address(), [](const std::string& host, const std::string& port) {
    for (const words& what : std::vector<words>{{"--to", "bob@b.test,carol@c.test"},
                                                {"--to", "bob@b.test", "--data", "Subject: hi\\n\\nhello\\n.dot\\n"},
                                                {"--to", "bob@b.test", "--quit-after", "RCPT"}}) {
      EXPECT_EQ(run_client(swaks(host, port, what)).status, 0);
    }
  });
  expect_no_difference(trace, smtp.address());
}

TEST_F(sessions, with_the_servers_of_the_examples_are_repeated_without_a_difference) {
  {
    const running_server server("resp_server");
    const std::string trace = record(server.address(), [](const std::string&, const std::string& port) {
      EXPECT_EQ(run_client({"redis-cli", "-p", port}, "SET k v\nGET k\nLPUSH l a\nDEL l\n").status, 0);
    });
    expect_no_difference(trace, server.address());
  }
  {
    const running_server server("http_server");
    const std::string trace = record(server.address(), [](const std::string& host, const std::string& port) {
      const std::string url = "http://" + host + ':' + port + '/';
      EXPECT_EQ(run_client({"curl", "-s", url, "-d", "a=1", url}).status, 0);
    });
    expect_no_difference(trace, server.address(), {"--ignore", "^Date: .*"});
  }
  {
    const running_server server("smtp_sink");
    const std::string trace = record(server.address(), [](const std::string& host, const std::string& port) {
      EXPECT_EQ(run_client(swaks(host, port, {"--to", "bob@b.test", "--pipeline"})).status, 0);
    });
    expect_no_difference(trace, server.address());
  }
}

}  // namespace
}  // namespace asynchat::cli
