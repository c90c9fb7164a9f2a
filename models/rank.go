package models

import (
	"slices"
	"strings"
	"unicode"

	"hoithao/models/viet"
)

// Suggestion is a protocol rank that follows from somebody's posts. The hand decides: practice differs from place to place.
type Suggestion struct {
	Rank int64
	Step string // of the ladder, in Vietnamese
	Post string // that led there
}

// ladder is the usual order of posts at a province, from high to low; no decree has it whole. A step is reached by a post that has one
// of its words, at its level. Ranks lie ten apart, so that a hand can put somebody between.
var ladder = []struct {
	step  string
	level string   // central, province, district; "": any
	words []string // folded
}{
	{"Ủy viên Bộ Chính trị, Ban Bí thư", "", []string{"uy vien bo chinh tri", "uy vien ban bi thu", "bi thu trung uong", "tong bi thu", "chu tich nuoc", "thu tuong", "chu tich quoc hoi"}},
	{"Ủy viên Trung ương Đảng", "", []string{"uy vien trung uong dang", "uy vien ban chap hanh trung uong", "uy vien du khuyet trung uong", "bo truong", "pho chu tich nuoc", "pho thu tuong", "pho chu tich quoc hoi"}},
	{"Bí thư Tỉnh ủy", "province", []string{"bi thu tinh uy", "bi thu thanh uy"}},
	{"Phó Bí thư Thường trực Tỉnh ủy", "province", []string{"pho bi thu thuong truc tinh uy", "pho bi thu thuong truc thanh uy"}},
	{"Phó Bí thư Tỉnh ủy, Chủ tịch Hội đồng nhân dân, Chủ tịch Ủy ban nhân dân tỉnh", "province", []string{"pho bi thu tinh uy", "pho bi thu thanh uy",
		"chu tich uy ban nhan dan", "chu tich ubnd", "chu tich hoi dong nhan dan", "chu tich hdnd"}},
	{"Lãnh đạo ban, viện, vụ, cục của Trung ương", "central", []string{"truong ban", "thu truong", "vien truong", "vu truong", "cuc truong", "giam doc", "hieu truong",
		"tong bien tap", "chu tich", "chanh van phong", "bi thu"}},
	{"Ủy viên Ban Thường vụ Tỉnh ủy", "province", []string{"uy vien ban thuong vu tinh uy", "uy vien thuong vu tinh uy", "uy vien ban thuong vu thanh uy", "uvbtv tinh uy"}},
	{"Phó Chủ tịch Hội đồng nhân dân, Phó Chủ tịch Ủy ban nhân dân, Chủ tịch Ủy ban Mặt trận Tổ quốc tỉnh", "province", []string{"pho chu tich hoi dong nhan dan", "pho chu tich hdnd",
		"pho chu tich uy ban nhan dan", "pho chu tich ubnd", "chu tich uy ban mttq", "chu tich uy ban mat tran", "chu tich mttq", "truong doan dai bieu quoc hoi"}},
	{"Tỉnh ủy viên", "province", []string{"tinh uy vien", "thanh uy vien", "uy vien ban chap hanh dang bo tinh", "uy vien ban chap hanh dang bo thanh pho"}},
	{"Lãnh đạo ban, sở, ngành, đoàn thể cấp tỉnh", "province", []string{"truong ban", "giam doc", "chanh van phong", "chu tich", "vien truong", "chanh an", "chi huy truong",
		"tong bien tap", "hieu truong", "cuc truong", "bi thu"}},
	{"Bí thư, Phó Bí thư huyện ủy, đảng ủy trực thuộc", "district", []string{"bi thu", "chu tich"}},
	{"Trưởng ban, trưởng phòng", "", []string{"truong ban", "truong phong", "truong khoa", "chanh van phong", "giam doc", "hieu truong", "bi thu", "chu tich"}},
	{"Chuyên viên", "", []string{"chuyen vien", "phong vien", "can bo", "giang vien", "nghien cuu vien", "cong tac vien"}},
}

// levels are the words by which the name of a body tells its level, folded. A word that is also another ("xã hội", "cơ sở") stands with
// the one before it.
var levels = map[string][]string{
	"central":  {"trung uong", "quoc hoi", "chinh phu", "bo chinh tri", "viet nam"},
	"province": {"tinh", "giam doc so", "lanh dao so", "thanh uy ha noi", "thanh uy hai phong", "thanh uy da nang", "thanh uy can tho", "thanh uy hue", "thanh uy thanh pho ho chi minh"},
	"district": {"huyen", "thi uy", "thi xa", "thanh uy", "quan uy", "dang uy", "ubnd xa", "nhan dan xa", "phuong", "dac khu"},
}

// SuggestRank is the rank that a person's posts of a day lead to, by the highest of them; false when none is on the ladder. A deputy comes
// behind the head, and who held a post before ("nguyên") behind who holds it. Organizations are those of the posts, with those above.
func SuggestRank(person Person, organizations []Organization, day Date) (Suggestion, bool) {
	best := Suggestion{Rank: Unranked}
	for _, post := range person.Posts {
		if !post.ValidOn(day) {
			continue
		}
		if step, rank := stepOf(post.Title, levelOf(post, organizations)); rank > 0 && rank < best.Rank {
			best = Suggestion{rank, step, post.Title}
		}
	}
	return best, best.Rank < Unranked
}

// stepOf is the step of a post and its rank; zero when it is on none.
func stepOf(title, level string) (step string, rank int64) {
	words := " " + strings.Join(strings.FieldsFunc(viet.Fold(title), notLetter), " ") + " "
	has := func(text string) bool { return strings.Contains(words, " "+text+" ") }
	for i, rung := range ladder {
		if rung.level != "" && rung.level != level {
			continue
		}
		for _, post := range rung.words {
			deputy := has("pho " + post)
			if !has(post) || deputy && hasStep("pho "+post) {
				continue
			}
			rank = int64(i+1) * 10
			if deputy {
				rank += 5
			}
			if has("nguyen") {
				rank += 2
			}
			return rung.step, rank
		}
	}
	return "", 0
}

// hasStep tells whether a post has a step of its own.
func hasStep(post string) bool {
	for _, rung := range ladder {
		if slices.Contains(rung.words, post) {
			return true
		}
	}
	return false
}

func notLetter(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

// levelOf is where a post stands: its own words say so, else its organization or those above it, the nearest first. Of several levels in
// one text, as in "Viện nghiên cứu Dư luận xã hội tỉnh, Trung ương", the first is the nearest to the post.
func levelOf(post Post, organizations []Organization) string {
	texts := []string{post.Title}
	for id, steps := post.OrganizationID, 0; id != 0 && steps < 50; steps++ {
		at := slices.IndexFunc(organizations, func(o Organization) bool { return o.ID == id })
		if at < 0 {
			break
		}
		texts, id = append(texts, organizations[at].Name), organizations[at].ParentID
	}
	for _, text := range texts {
		words := " " + strings.Join(strings.FieldsFunc(viet.Fold(text), notLetter), " ") + " "
		nearest, first, longest := "", len(words), 0
		for level, names := range levels {
			for _, name := range names {
				if at := strings.Index(words, " "+name+" "); at >= 0 && (at < first || at == first && len(name) > longest) {
					nearest, first, longest = level, at, len(name)
				}
			}
		}
		if nearest != "" {
			return nearest
		}
	}
	return ""
}
