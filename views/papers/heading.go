package papers

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A text of more lines is not broken like a heading.
const headingLines = 12

// Words before which a title or the name of a body is best broken: what begins a new thought. Those of the second list do so in names
// only, when a name follows them: ỦY BAN NHÂN DÂN / TỈNH HÀ NAM.
var (
	joining = words("và", "của", "trong", "trên", "tại", "về", "với", "cho", "giữa", "theo", "nhằm", "để", "từ", "đối", "gắn")
	placing = words("tỉnh", "thành", "huyện", "thị", "phường", "quận", "trung")
	// Pairs that the names of bodies and the subjects of events are made of: they are one word to a reader.
	names = words("thông tin", "truyền thông", "khoa học", "công nghệ", "giáo dục", "đào tạo", "văn hóa", "thể thao", "du lịch", "nông nghiệp", "môi trường", "tài chính",
		"nội vụ", "tư pháp", "xây dựng", "công thương", "y tế", "thanh tra", "dân tộc", "tôn giáo", "dân vận", "tuyên giáo", "tổ chức", "kiểm tra", "nội chính", "văn phòng",
		"hội đồng", "ủy ban", "nhân dân", "mặt trận", "tổ quốc", "việt nam", "tỉnh ủy", "thành ủy", "huyện ủy", "đảng ủy", "chính trị", "dư luận", "xã hội", "công tác",
		"chất lượng", "tuyên truyền", "chuyển đổi", "hội nghị", "hội thảo", "phát thanh", "truyền hình", "đại biểu", "thường vụ", "thường trực", "trung ương")
	// Pairs that a break would tear.
	compounds = words("đối với", "gắn với", "hiện tại", "tập trung", "đô thị", "hoàn thành")
)

func words(list ...string) map[string]bool {
	set := map[string]bool{}
	for _, word := range list {
		set[word] = true
	}
	return set
}

// balance breaks a heading into the fewest lines, of about one length and rather before a joining word or after a comma than within a
// phrase. The limit is in thousandths of the size.
func (w *widths) balance(text string, limit int) []line {
	lines := w.wrap(text, limit, limit)
	count := len(lines)
	parts := strings.Split(text, " ")
	if count == 1 || count > headingLines || len(parts) < count {
		return lines
	}
	space := int(w[' '])
	until := make([]int, len(parts)+1)   // width of the words before, with a space behind each
	tears := make([]float64, len(parts)) // what it costs to begin a line with the word
	for i, part := range parts {
		until[i+1] = until[i] + w.measure(part) + space
		if i > 0 {
			tears[i] = tear(parts, i)
		}
	}
	even := float64(until[len(parts)]-space) / float64(count)
	type way struct {
		cost float64
		from int // the word its last line begins with
	}
	// best[n][i] is the best way to set the first i words in n lines.
	best := make([][]way, count+1)
	for n := range best {
		best[n] = make([]way, len(parts)+1)
		for i := range best[n] {
			best[n][i].cost = math.Inf(1)
		}
	}
	best[0][0].cost = 0
	for n := 1; n <= count; n++ {
		for i := n; i <= len(parts); i++ {
			for from := i - 1; from >= n-1; from-- {
				width := until[i] - until[from] - space
				if width > limit {
					break
				}
				off := (float64(width) - even) / float64(limit)
				cost := best[n-1][from].cost + off*off + tears[from]
				if cost < best[n][i].cost {
					best[n][i] = way{cost, from}
				}
			}
		}
	}
	if math.IsInf(best[count][len(parts)].cost, 1) {
		return lines // a word is wider than a line
	}
	for n, i := count, len(parts); n > 0; n-- {
		from := best[n][i].from
		lines[n-1] = line{text: strings.Join(parts[from:i], " "), width: until[i] - until[from] - space, spaces: i - from - 1, last: n == count}
		i = from
	}
	return lines
}

// tear is what it costs to begin a line with a word: nothing before a joining word, little after a comma, which often stands in a list,
// more within a phrase, most within a name.
func tear(parts []string, i int) float64 {
	const list, phrase, name = 0.05, 0.2, 0.3
	before, word := parts[i-1], strings.ToLower(parts[i])
	if pair := before + " " + parts[i]; names[strings.ToLower(strings.Trim(pair, "“”(),.:;"))] || together(pair, len(before)) {
		return name
	}
	joins := joining[word]
	if placing[word] && i+1 < len(parts) {
		next, _ := utf8.DecodeRuneInString(parts[i+1])
		joins = unicode.IsUpper(next)
	}
	switch {
	case joins && !compounds[strings.ToLower(before)+" "+word]:
		return 0
	case strings.ContainsAny(before[len(before)-1:], ",;:-"):
		return list
	}
	return phrase
}
