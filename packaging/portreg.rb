# typed: strict
# frozen_string_literal: true

# Made from packaging/portreg.rb by `cargo xtask dist`.
class Portreg < Formula
  desc "Port registry that lives inside programs: a name gets its port"
  homepage "https://github.com/portreg/portreg"
  url "https://github.com/portreg/portreg/releases/download/v@VERSION@/portreg-@VERSION@.tar.gz"
  sha256 "@SOURCE_SHA256@"
  license any_of: ["MIT", "Apache-2.0"]

  depends_on "rust" => :build

  def install
    system "cargo", "install", *std_cargo_args(path: "portreg-cli")
    generate_completions_from_executable(bin/"portreg", "completions")
    system bin/"portreg", "manual", man1
  end

  test do
    ENV["PORTREG_HOME"] = testpath
    port = shell_output("#{bin}/portreg claim -q brew:test").strip
    assert_equal port, shell_output("#{bin}/portreg claim -q brew:test").strip
    assert_match "brew:test", shell_output("#{bin}/portreg find brew")
  end
end
