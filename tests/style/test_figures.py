"""tools/figures.py counts as it says, and the tree keeps to the figures of CONTRIBUTING.md."""

import pathlib
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
import figures  # noqa: E402

MAX_FILE_LINES = 400
MAX_FOLDER_FILES = 25
MAX_FUNCTIONS = 40

CLASS = """
/// A comment with class not_one { and a ( in it.
class one final : public protocol::base, private other<int> {
  public:
    one(int a, int b) : a_(a) {}
    ~one() override;
    one& operator=(const one&) = delete;
    [[nodiscard]] std::map<int, std::function<void(int)>> all() const { return f("{ } class two {"); }
    void all(int again);
    void set(int a = 0, const std::string& b = {}) override;
    virtual bool ask() = 0;
    template <class F>
    auto each(const F& f) const {
        return f(a_);
    }
    enum class state : std::uint8_t { open, closed };
    struct part {
        int inner();
    };

  private:
    std::function<void(int)> told_;
    std::array<int, 2> values_{1, 2};
    int a_ = 0;
    using handler = std::function<void()>;
    friend bool operator==(const one&, const one&) = default;
};
class only_named;
"""


class Counting(unittest.TestCase):
    def setUp(self):
        self.types = {t.name: t for t in figures.types_of("a.hpp", figures.code_of(CLASS))}

    def test_types_are_those_with_a_body(self):
        self.assertEqual(sorted(self.types), ["one", "part", "state"])

    def test_functions_are_distinct_names_without_constructors_and_operators(self):
        self.assertEqual(self.types["one"].functions, {"all", "set", "ask", "each"})
        self.assertEqual(self.types["part"].functions, {"inner"})

    def test_an_interface_has_a_pure_virtual_function_of_its_own(self):
        self.assertTrue(self.types["one"].is_interface)
        self.assertFalse(self.types["part"].is_interface)
        self.assertEqual(self.types["one"].bases, ["protocol::base", "other"])


class Tree(unittest.TestCase):
    def tree(self, **files):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        root = pathlib.Path(folder.name)
        (root / "tests").mkdir()
        for name, text in files.items():
            path = root / (name.replace("__", "/") + ".hpp")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return figures.Figures(root)

    def test_an_include_of_a_higher_layer_is_found(self):
        found = self.tree(settings__a='#include "protocol/b.hpp"\n', protocol__b='#include "settings/a.hpp"\n')
        self.assertEqual(found.upward, [("settings/a.hpp", "protocol/b.hpp")])

    def test_the_programs_do_not_include_each_other(self):
        found = self.tree(client__a='#include "server/b.hpp"\n', server__b="")
        self.assertEqual(found.upward, [("client/a.hpp", "server/b.hpp")])

    def test_circles_of_any_length_are_found(self):
        found = self.tree(link__a__x='#include "link/b/x.hpp"\n', link__b__x='#include "link/c/x.hpp"\n', link__c__x='#include "link/a/x.hpp"\n')
        self.assertEqual(found.circles, [["link/a", "link/b", "link/c"]])

    def test_an_interface_with_one_user_is_found(self):
        found = self.tree(link__a="class port {\n    virtual void f() = 0;\n};\nclass user : public port {};\n")
        self.assertEqual([t.name for t in found.lonely], ["port"])


class House(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.figures = figures.Figures()

    def test_an_include_points_down_only(self):
        self.assertEqual(self.figures.upward, [])

    def test_no_two_folders_include_each_other(self):
        self.assertEqual(self.figures.circles, [])

    def test_a_folder_can_be_seen_at_a_glance(self):
        self.assertEqual({f: n for f, n in self.figures.folders.items() if n > MAX_FOLDER_FILES}, {})

    def test_files_stay_small(self):
        self.assertEqual({f: n for f, n in self.figures.lines.items() if n > MAX_FILE_LINES}, {})

    def test_classes_stay_small(self):
        large = {t.name: len(t.functions) for t in self.figures.types if len(t.functions) > MAX_FUNCTIONS}
        self.assertEqual(large, {})

    def test_an_interface_has_two_users(self):
        self.assertEqual([t.name for t in self.figures.lonely], [])


if __name__ == "__main__":
    unittest.main()
